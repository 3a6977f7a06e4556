// faults.mjs - all faults as one list, and whether each still has its place.
//
// A list is {file: {suites, faults: [[what, find, replace, {survives}], ...]}}: find is met exactly once
// in the file; suites are tests in the order they are tried, quick ones first: a C test's name, or
// node/NAME.test.mjs. survives says why no test can notice.
import { readFileSync } from 'node:fs';
import core from './faults_core.mjs';
import tools from './faults_tools.mjs';
import train from './faults_train.mjs';
import web from './faults_web.mjs';

const root = new URL('../../', import.meta.url);

export const allFaults = [core, train, tools, web].flatMap((list) => Object.entries(list).flatMap(([file, { suites, faults }]) =>
  faults.map(([what, find, replace, { survives } = {}]) => ({ file, what, find, replace, survives, suites: suites.split(' ') }))));

// A line for each fault whose text is not met exactly once, or that changes nothing.
export function misplaced() {
  return allFaults.flatMap(({ file, what, find, replace }) => {
    const met = readFileSync(new URL(file, root), 'utf8').split(find).length - 1;
    if (met !== 1) return [`${file}: ${what}: "${find}" is there ${met} times, not once`];
    return find === replace ? [`${file}: ${what}: changes nothing`] : [];
  });
}
