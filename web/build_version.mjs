// build_version.mjs - the version of page and package, as core/hwr.h has it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { read } from './build_bundle.mjs';

const header = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'core/hwr.h');

export const [, version] = read(header, 'it is part of the repository').toString()
  .match(/^#define HWR_VERSION "(\d+\.\d+\.\d+)"$/m);
