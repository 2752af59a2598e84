/** `npm start`: see `start/main.ts`, which needs the dependencies this file makes sure of. */
import { ensure } from './ensure.mjs';

try {
  await ensure();
  const { tsImport } = await import('tsx/esm/api');
  const { start } = await tsImport('./start/main.ts', import.meta.url);
  await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
