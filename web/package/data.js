// data.js - modules and model as files of their own, loaded when they are needed.
const loaded = (file) => file.then((data) => data.default);

export const files = {
  modules: () => loaded(import('./data/modules.js')),
  model: () => loaded(import('./data/model.js')),
  golden: () => loaded(import('./data/golden.js')),
};
