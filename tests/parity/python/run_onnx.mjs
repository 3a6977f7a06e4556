// run_onnx.mjs - FOLDER/model.onnx on N images of FOLDER/input, float32; the logits to FOLDER/output.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-web';

const [folder, n] = process.argv.slice(2);
ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(readFileSync(path.join(folder, 'model.onnx')));
const input = readFileSync(path.join(folder, 'input'));
const floats = new Float32Array(input.buffer.slice(input.byteOffset, input.byteOffset + input.length));
const { logits } = await session.run({ image: new ort.Tensor('float32', floats, [Number(n), 1, 28, 28]) });
writeFileSync(path.join(folder, 'output'), Buffer.from(logits.data.buffer, logits.data.byteOffset, logits.data.byteLength));
