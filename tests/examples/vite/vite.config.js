import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [vue()], esbuild: { jsx: 'automatic' }, build: { target: 'es2022' }, worker: { format: 'es' } });
