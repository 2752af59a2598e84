import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { ImageFile } from '../../../src/extension/editors/image-file';
import { startThread, type Thread } from '../../../src/platform/node/worker-thread';
import { FakeObject } from '../editors/fake-object';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FIXTURE = new URL('../../fixtures/golden/fits/four-d.fits', import.meta.url);

/** The worker of the product, with ways to die that its own code should not have. */
const MORTAL = `
  import './src/worker/main';
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ type }) => {
    if (type === 'exit') process.exit(3);
    if (type === 'throw') throw new TypeError('x is undefined');
    if (type === 'devour') for (const all = []; ; ) all.push(new Array(1000).fill({}));
    if (type === 'say') console.log(JSON.stringify([process.env, process.execArgv]));
  });
`;

describe('a worker', () => {
  let folder: string;
  let script: string;
  const files: ImageFile[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'skybucket-worker-'));
    script = join(folder, 'image-worker.js');
    await build({
      absWorkingDir: ROOT,
      stdin: { contents: MORTAL, resolveDir: ROOT },
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
    });
  });
  afterEach(() => Promise.all(files.splice(0).map((file) => file.close())));
  afterAll(() => rmSync(folder, { recursive: true }));

  function opened(path = script) {
    const object = new FakeObject(new Uint8Array(readFileSync(FIXTURE)));
    const seen = { deaths: [] as string[], output: [] as string[], reloads: 0 };
    const threads: Thread[] = [];
    const file = new ImageFile({
      open: object.open,
      startThread: () => {
        const onOutput = (text: string): void => void seen.output.push(text);
        const thread = startThread(path, { onOutput, heapMegabytes: 64 });
        threads.push(thread);
        return thread;
      },
      meter: new Meter(),
      onReload: () => (seen.reloads += 1),
      onDeath: (reason) => seen.deaths.push(reason),
    });
    files.push(file);
    return { file, object, seen, threads };
  }

  const REF = { hdu: 0, slice: [2, 1] };
  const value = (file: ImageFile): Promise<{ text: string }> =>
    file.use((content) => content.request('value', { ...REF, x: 4, y: 3 }, {}));
  const command = (type: string): never => ({ type }) as never;

  it('reads a file', async () => {
    const { file, seen } = opened();
    const tile = { ...REF, x0: 1, y0: 2, x1: 3, y1: 4, step: 1 };
    const reports: unknown[] = [];
    const [{ lines }, grid, { text }] = await Promise.all([
      file.begin((content) =>
        content.request('structure', {}, { onProgress: (reply) => reports.push(reply) }),
      ),
      file.use((content) => content.request('tile', tile, {})),
      value(file),
    ]);
    expect(lines[0]?.dimensions).toBe('(5, 4, 3, 2)');
    expect([...new Float32Array(grid.values.slice().buffer)]).toEqual([111, 112, 116, 117]);
    expect(text).toBe('119');
    expect(file.size).toBe(readFileSync(FIXTURE).length);
    expect(seen).toEqual({ deaths: [], output: [], reloads: 0 });
  });

  it('knows that the file changed, which starts it anew', async () => {
    const { file, object, seen } = opened();
    await value(file);
    object.change(new Uint8Array(readFileSync(FIXTURE)));
    const tile = { ...REF, x0: 0, y0: 0, x1: 5, y1: 4, step: 1 };
    await expect(file.use((content) => content.request('tile', tile, {}))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(seen.reloads).toBe(1);
    expect(await value(file)).toEqual({ text: '119' });
  });

  it.each([
    ['exit', 'protocol', /code 3/],
    ['throw', 'protocol', /x is undefined/],
    ['devour', 'too-large', /memory/],
  ])(
    'that dies (%s) fails what is under way with a sentence; the next one goes on',
    async (...how) => {
      const [death, code, reason] = how;
      const { file, seen, threads } = opened();
      await value(file);
      threads[0]?.post(command(death));
      const error: unknown = await value(file).catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'SkybucketError', code, retryable: true });
      expect(error).toHaveProperty('message', expect.stringMatching(/^[A-Z].*\.$/));
      expect(seen.deaths).toEqual([expect.stringMatching(reason)]);
      expect(await value(file)).toEqual({ text: '119' });
      expect(threads).toHaveLength(2);
    },
  );

  it('that is not there is the same', async () => {
    const { file, seen } = opened(join(folder, 'missing.js'));
    await expect(value(file)).rejects.toMatchObject({ code: 'protocol', retryable: true });
    expect(seen.deaths).toEqual([expect.stringMatching(/missing\.js/)]);
  });

  it('gets nothing of the environment, and what it says is heard', async () => {
    const { file, seen, threads } = opened();
    await value(file);
    threads[0]?.post(command('say'));
    while (seen.output.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(seen.output).toEqual(['[{},[]]']);
  });
});
