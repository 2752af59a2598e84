import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueueContent } from '../../../src/core/transfer/queue';
import { LeaseWatch } from '../../../src/platform/node/lease';
import { FileQueueStore, replay } from '../../../src/platform/node/queue-store';
import { mayHaveTransfers } from '../../../src/platform/node/queue-store-look';
import { makeBatch, makeFiles } from './make-transfers';

const FAILED = {
  kind: 'failed',
  failure: { code: 'network', message: 'The host was not found.', retryable: true },
  time: 5,
} as const;

/** Each file with its state, in order. */
const brief = ({ files, leaving = [] }: Omit<QueueContent, 'problems'>): string[] => [
  ...files.map(({ file, state }) => `${file.id} ${state.kind}`),
  ...leaving.map(({ file }) => `${file.id} leaving`),
];

describe('the queue on the disk', () => {
  let folder = '';
  const opened: FileQueueStore[] = [];
  const open = (): FileQueueStore => {
    const store = new FileQueueStore(folder);
    opened.push(store);
    return store;
  };
  const queueNames = async (): Promise<string[]> =>
    (await readdir(folder)).filter((name) => name.endsWith('.queue'));
  /** Makes it look as if the process of a window had died. */
  const kill = async (): Promise<void> => {
    for (const name of await readdir(folder)) {
      if (name.endsWith('.lease') || name.endsWith('.queue')) {
        const text = await readFile(join(folder, name));
        const dead = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() });
        await writeFile(join(folder, `dead-${name}`), name.endsWith('.lease') ? dead : text);
      }
    }
    await Promise.all(opened.splice(0).map((store) => store.close()));
    for (const name of await readdir(folder)) {
      if (!name.startsWith('dead-')) {
        await rm(join(folder, name));
      }
    }
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-queue-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('is given to the next window with everything that was written', async () => {
    const store = open();
    expect(await store.read()).toEqual({ batches: [], files: [], leaving: [], problems: [] });
    expect(await readdir(folder)).toEqual([]);
    await store.add(makeBatch('a'), makeFiles('a', 3));
    await store.add(makeBatch('b'), makeFiles('b', 2, 7));
    await store.setState('a-0', FAILED);
    await store.setState('b-0', { kind: 'paused' });
    await store.setOrder(['b-1', 'a-2', 'a-0', 'b-0', 'a-1']);
    await store.removeFiles(['a-1']);
    await store.close();
    expect(await mayHaveTransfers(folder)).toBe(true);
    const next = open();
    const read = await next.read();
    expect(brief(read)).toEqual(['b-1 waiting', 'a-2 waiting', 'a-0 failed', 'b-0 paused']);
    expect(read.batches).toEqual([makeBatch('a'), makeBatch('b')]);
    expect(read.files[0]?.file).toEqual(makeFiles('b', 2, 7)[1]);
    expect(read.files[2]?.state).toEqual(FAILED);
    expect(brief(await open().read())).toEqual([]);
  });

  it.each(['was closed', 'died'])(
    'tells what is still to be removed, also where its window %s, until that is done',
    async (how) => {
      const store = open();
      await store.add(makeBatch('a'), makeFiles('a', 3));
      await store.leave(['a-0', 'a-2']);
      await store.removeFiles(['a-2', 'a-1']);
      await (how === 'died' ? kill() : store.close());
      expect(await mayHaveTransfers(folder)).toBe(true);
      const next = open();
      const [file] = makeFiles('a', 1);
      expect(await next.read()).toEqual({
        ...{ batches: [], files: [], leaving: [{ batch: makeBatch('a'), file }], problems: [] },
      });
      await next.removeFiles(['a-0']);
      await next.close();
      expect(await queueNames()).toEqual([]);
    },
  );

  it('leaves nothing behind when everything is over', async () => {
    const store = open();
    await store.add(makeBatch('a'), makeFiles('a', 1));
    await store.setState('a-0', { kind: 'skipped', at: '/data/x', time: 1 });
    expect(await mayHaveTransfers(folder)).toBe(false);
    await store.close();
    expect(await readdir(folder)).toEqual([]);
    expect(await mayHaveTransfers(folder)).toBe(false);
    expect(await mayHaveTransfers(join(folder, 'not-there'))).toBe(false);
  });

  it('is, cut at any byte, what it was after one of the lines', async () => {
    const store = open();
    const states: string[][] = [[]];
    const steps: (() => Promise<void>)[] = [
      () => store.add(makeBatch('a'), makeFiles('a', 3)),
      () => store.setState('a-1', FAILED),
      () => store.add(makeBatch('b'), makeFiles('b', 2)),
      () => store.setOrder(['b-0', 'a-2']),
      () =>
        store.setState('a-2', {
          ...{ kind: 'done', at: '/data/ü', size: 2, verified: { by: 'md5' }, time: 2 },
        }),
      () => store.removeFiles(['a-1', 'b-1']),
      () => store.leave(['b-0', 'a-0']),
      () => store.removeFiles(['a-0']),
    ];
    const ends = [0];
    let whole = Buffer.alloc(0);
    for (const step of steps) {
      await step();
      whole = await readFile(join(folder, (await queueNames())[0] ?? ''));
      ends.push(whole.length);
      states.push(brief(replay(whole.toString()).log.content()));
    }
    expect(new Set(states.map(String)).size).toBe(9);
    expect(states.at(-1)).toEqual(['a-2 done', 'b-0 leaving']);
    for (let length = 0; length <= whole.length; length++) {
      const { log, damaged } = replay(whole.subarray(0, length).toString());
      const step = ends.findLastIndex((end) => end <= length + 1);
      expect([length, damaged, brief(log.content())]).toEqual([length, 0, states[step]]);
    }
  });

  it('leaves out lines that are damaged, and says so', async () => {
    const store = open();
    await store.add(makeBatch('a'), makeFiles('a', 3));
    await store.setState('a-0', { kind: 'paused' });
    await store.setState('a-1', { kind: 'paused' });
    await kill();
    const [name = ''] = await queueNames();
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), text.replace('"of":"a-0"', '"of":"a-9"'));
    const read = await open().read();
    expect(brief(read)).toEqual(['a-0 waiting', 'a-1 paused', 'a-2 waiting']);
    expect(read.problems).toEqual([
      '1 lines of the list of transfers are damaged and were left out.',
    ]);
  });

  it('reads anything without harm', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'x.queue'),
      Buffer.from(Array.from({ length: 5000 }, (_, i) => i)),
    );
    await writeFile(join(folder, 'notes.txt'), 'mine');
    expect((await open().read()).files).toEqual([]);
    expect(await readdir(folder)).toContain('notes.txt');
  });

  it('of a window that lives is left to it; of one that died it goes to one other alone', async () => {
    const alive = open();
    await alive.add(makeBatch('a'), makeFiles('a', 2));
    expect(await mayHaveTransfers(folder)).toBe(false);
    expect(brief(await open().read())).toEqual([]);
    await kill();
    expect(await mayHaveTransfers(folder)).toBe(true);
    const all = await Promise.all(Array.from({ length: 8 }, () => open().read()));
    expect(all.map(brief).filter((files) => files.length > 0)).toEqual([
      ['a-0 waiting', 'a-1 waiting'],
    ]);
    expect(await queueNames()).toHaveLength(1);
  });

  it('is had once though the window died while it took it over', async () => {
    const store = open();
    await store.add(makeBatch('a'), makeFiles('a', 2));
    await store.setState('a-0', { kind: 'paused' });
    await kill();
    const [name = ''] = await queueNames();
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name.replace('.queue', '.from-other.queue')), text);
    const read = await open().read();
    expect(brief(read)).toEqual(['a-0 paused', 'a-1 waiting']);
    expect(await queueNames()).toHaveLength(1);
  });

  it('is had as far as it can be read, beside what cannot', async () => {
    const store = open();
    await store.add(makeBatch('a'), makeFiles('a', 2));
    await kill();
    const [name = ''] = await queueNames();
    const odd = join(folder, name.replace('.queue', '.from-other.queue'));
    await mkdir(odd);
    const read = await open().read();
    expect(brief(read)).toEqual(['a-0 waiting', 'a-1 waiting']);
    expect(read.problems).toHaveLength(1);
  });

  it('of a window that was just closed waits for it to come back, in windows that are open', async () => {
    const other = open();
    const store = open();
    await store.add(makeBatch('a'), makeFiles('a', 1));
    await store.close();
    expect(brief(await other.adopt())).toEqual([]);
    const [name = ''] = await queueNames();
    const before = new Date(Date.now() - 120_000);
    await utimes(join(folder, name), before, before);
    expect(brief(await other.adopt())).toEqual(['a-0 waiting']);
  });

  it('is lost to a window that slept while another took it over, which then writes nothing', async () => {
    const store = open();
    let lost = 0;
    store.onLost(() => lost++);
    await store.add(makeBatch('a'), makeFiles('a', 1));
    for (const name of await readdir(folder)) {
      await rm(join(folder, name));
    }
    await store.close();
    expect(lost).toBe(1);
    await store.setState('a-0', FAILED);
    expect(await readdir(folder)).toEqual([]);
  });

  it('stays small however much happens', async () => {
    const store = open();
    await store.add(makeBatch('a'), makeFiles('a', 50));
    for (let turn = 0; turn < 400; turn++) {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => store.setState(`a-${index}`, FAILED)),
      );
    }
    const [name = ''] = await queueNames();
    expect((await stat(join(folder, name))).size).toBeLessThan(1.5 * 1024 * 1024);
    await kill();
    expect(brief(await open().read()).every((file) => file.endsWith('failed'))).toBe(true);
  });

  it('survives SIGKILL at any moment: what was said to be written is there', async () => {
    const program = `
      import { FileQueueStore } from ${JSON.stringify(join(process.cwd(), 'src/platform/node/queue-store.ts'))};
      import { makeBatch, makeFiles } from ${JSON.stringify(join(process.cwd(), 'test/unit/transfer-stores/make-transfers.ts'))};
      const store = new FileQueueStore(process.argv[2]);
      const go = async () => {
        await store.add(makeBatch('a'), makeFiles('a', 5000));
        for (let index = 0; index < 5000; index++) {
          await store.setState('a-' + index, { kind: 'skipped', at: '/x', time: 1 });
          process.stdout.write(index + '\\n');
        }
      };
      void go();
    `;
    const script = join(folder, 'child.ts');
    await writeFile(script, program);
    const child = spawn(process.execPath, ['--import', 'tsx', script, join(folder, 'q')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    const enough = new Promise<void>((resolve) => {
      child.stdout.on('data', (data: Buffer) => {
        said += data.toString();
        if (said.includes('\n300\n')) {
          resolve();
        }
      });
    });
    const ended = once(child, 'close');
    await enough;
    child.kill('SIGKILL');
    await ended;
    const last = Number(said.trimEnd().split('\n').at(-1));
    const store = new FileQueueStore(join(folder, 'q'));
    opened.push(store);
    const { files, problems } = await store.read();
    expect([files.length, problems]).toEqual([5000, []]);
    const skipped = files.filter(({ state }) => state.kind === 'skipped').length;
    expect(skipped).toBeGreaterThanOrEqual(last);
    expect(skipped).toBeLessThanOrEqual(last + 2);
  });
});

describe('leases', () => {
  let folder = '';
  const write = async (pid: number, host: string, secondsAgo: number): Promise<void> => {
    const path = join(folder, 'w.lease');
    await writeFile(path, JSON.stringify({ pid, host }));
    const time = new Date(Date.now() - secondsAgo * 1000);
    await utimes(path, time, time);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-lease-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are over where the process is gone, is our own from before, or the machine was started anew', async () => {
    const watch = new LeaseWatch(folder);
    await write(process.ppid, hostname(), 0);
    expect(await watch.isOver('w')).toBe(false);
    await write(2 ** 22 + 1, hostname(), 0);
    expect(await watch.isOver('w')).toBe(true);
    await write(process.pid, hostname(), 0);
    expect(await watch.isOver('w')).toBe(true);
    await write(process.ppid, hostname(), 20 * 365 * 86_400);
    expect(await watch.isOver('w')).toBe(true);
    expect(await watch.isOver('none')).toBe(true);
  });

  it('of another machine are over only when they were seen to be silent for a minute', async () => {
    let now = 0;
    const watch = new LeaseWatch(folder, () => now);
    await write(1, 'elsewhere', 3600);
    expect(await watch.isOver('w')).toBe(false);
    now = 59_000;
    expect(await watch.isOver('w')).toBe(false);
    await write(1, 'elsewhere', 1);
    now = 61_000;
    expect(await watch.isOver('w')).toBe(false);
    now = 121_500;
    expect(await watch.isOver('w')).toBe(true);
  });
});
