// unpack.js - deflated bytes as base64: what they take as a file, but loaded as a module, so that a policy
// which allows scripts is enough, and every bundler knows what to do.
import { fromBase64 } from '../src/shared/byte_text.js';

export async function unpack(base64) {
  const stream = new Blob([fromBase64(base64)]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
