// native.mjs - onnxruntime's native build and "letters bench", in turns, one thread each.
import { readFileSync } from 'node:fs';
import { onnxruntime, verify } from './contestants.mjs';
import { run } from './models.mjs';
import { alternate } from './stats.mjs';

export const NATIVE = 'ours, native';

// {checks, isa, rows}; a round of ours is one run of the program, whose median and p99 it
// reports itself.
export async function nativeRows(net, images, ort, { rounds, block, warm }) {
  const threads = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' };
  const peers = [
    await onnxruntime('onnxruntime-node, float', ort, readFileSync(net.onnx), images, threads),
    { ...(await onnxruntime('onnxruntime-node, quantised', ort, readFileSync(net.quantised), images, threads)), quantised: true },
  ];
  const checks = await verify(peers, net.expected);
  const times = { [NATIVE]: [], ...Object.fromEntries(peers.map(({ name }) => [name, []])) };
  const p99 = [];
  let isa = '';
  for (let round = 0; round < rounds; round++) {
    const { stages: [stage] } = JSON.parse(run('bench', '--weights', net.integer, '--runs', '200', '--network', '--json'));
    times[NATIVE].push([stage.median_us / 1000]);
    p99.push(stage.p99_us / 1000);
    isa = stage.isa;
    const some = await alternate(peers, { rounds: 1, block, warm });
    for (const { name } of peers) times[name].push(some[name][0]);
  }
  return { checks, isa, times, p99: Math.max(...p99) };
}
