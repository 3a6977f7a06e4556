// data.js - modules and model as files of their own, loaded when they are needed.

export const files = {
  simd: () => import('./data/simd.js'),
  scalar: () => import('./data/scalar.js'),
  model: () => import('./data/model.js'),
  golden: () => import('./data/golden.js'),
};
