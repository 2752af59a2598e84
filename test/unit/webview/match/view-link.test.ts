import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Delay, LinkedPages, type LinkedPage, type Sky } from './linked-pages';

const SKIES: readonly Sky[] = [
  { scale: 1e-4, at: [300, 250] },
  { scale: 1.55e-4, at: [280, 230] },
  { scale: 0.7e-4, at: [320, 260] },
];

/** Numbers from 0 to 1, the same for the same seed. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function linkedPages(delay: Delay = () => 3, count = 2) {
  const pages = new LinkedPages(delay);
  const all = SKIES.slice(0, count).map((sky) => pages.add(sky));
  return { pages, all: all as [LinkedPage, LinkedPage, ...LinkedPage[]] };
}

async function link(all: readonly LinkedPage[]): Promise<void> {
  for (const page of all) {
    page.link.linked = true;
    await rest();
  }
}

/** Until nothing is under way. */
const rest = () => vi.runAllTimersAsync();

function expectSame(page: LinkedPage, other: LinkedPage): void {
  const [longitude, latitude, scale] = page.looks;
  expect(longitude).toBeCloseTo(other.looks[0], 6);
  expect(latitude).toBeCloseTo(other.looks[1], 6);
  expect(scale / other.looks[2]).toBeCloseTo(1, 3);
}

describe('linked pages', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('devicePixelRatio', 1);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('look where the first looked, once they are linked', async () => {
    const { pages, all } = linkedPages(undefined, 3);
    all[0].user((camera) => camera.choose({ centre: [310, 240], zoom: 2 }));
    await link(all);
    expect(pages.moves.map(({ page }) => page)).toEqual([0]);
    expectSame(all[1], all[0]);
    expectSame(all[2] as LinkedPage, all[0]);
  });

  it('follow the one that is moved, and tell of no move of theirs', async () => {
    const { pages, all } = linkedPages();
    await link(all);
    pages.moves.splice(0);
    for (const [mover, follower] of [
      [0, 1],
      [1, 0],
    ] as const) {
      all[mover].user((camera) => camera.choose({ centre: [290, 255], zoom: 4 }));
      await rest();
      expect(all[mover].camera.chosen).toEqual({ centre: [290, 255], zoom: 4 });
      expectSame(all[follower], all[mover]);
    }
    expect(pages.moves.map(({ page }) => page)).toEqual([0, 1]);
  });

  it('are not moved by a canvas that gets another size', async () => {
    const { pages, all } = linkedPages();
    await link(all);
    all[0].user((camera) => camera.fit());
    await rest();
    const [told, looks] = [pages.moves.length, all[1].looks];
    all[0].user((camera) => (camera.canvas = { width: 200, height: 300 }));
    await rest();
    expect(pages.moves).toHaveLength(told);
    expect(all[1].looks).toEqual(looks);
    // It follows as before.
    all[1].user((camera) => camera.pan(40, 20));
    await rest();
    expectSame(all[0], all[1]);
  });

  it('do not undo what the user does while what they follow is looked up', async () => {
    // The sky of a page takes long: the second is moved while it finds out where the first has gone.
    const { pages, all } = linkedPages((of) => (of === 'sky' ? 300 : 3));
    await link(all);
    all[0].user((camera) => camera.choose({ centre: [280, 260], zoom: 2 }));
    await vi.advanceTimersByTimeAsync(500);
    expect(all[1].asked.at(-1)).toBe('toPixels');
    all[1].user((camera) => camera.choose({ centre: [270, 225], zoom: 3 }));
    await rest();
    expect(all[1].camera.chosen).toEqual({ centre: [270, 225], zoom: 3 });
    expect(pages.moves.at(-1)?.page).toBe(1);
    expectSame(all[0], all[1]);
  });

  it('drop a move that comes late, after one of their own that was counted later', async () => {
    const { pages, all } = linkedPages((of) => (of === 'sky' ? 100 : 3));
    await link(all);
    all[0].user((camera) => camera.choose({ centre: [280, 260], zoom: 2 }));
    await vi.advanceTimersByTimeAsync(10);
    all[1].user((camera) => camera.choose({ centre: [270, 225], zoom: 3 }));
    await rest();
    expect(pages.moves.slice(-2).map(({ page }) => page)).toEqual([0, 1]);
    expect(all[1].camera.chosen).toEqual({ centre: [270, 225], zoom: 3 });
    expectSame(all[0], all[1]);
  });

  it('stay where they are while the others look elsewhere, and are moved from there', async () => {
    const { all } = linkedPages();
    await link(all);
    all[0].user((camera) => camera.choose({ centre: [300, 250], zoom: 2 }));
    await rest();
    const before = all[1].camera.chosen;
    all[1].sky = { scale: 1e-4, at: [9000, 9000] };
    all[0].user((camera) => camera.choose({ centre: [310, 240], zoom: 2 }));
    await rest();
    expect(all[1].camera.chosen).toEqual(before);
    all[1].sky = SKIES[1] as Sky;
    all[1].user((camera) => camera.pan(10, 0));
    await rest();
    expectSame(all[0], all[1]);
  });

  it('show another picture where all look, and a slice without asking', async () => {
    const { all } = linkedPages();
    await link(all);
    all[0].user((camera) => camera.choose({ centre: [310, 240], zoom: 2 }));
    await rest();
    const asked = all[1].asked.length;
    all[1].show(1, [3]);
    await rest();
    expect(all[1].asked).toHaveLength(asked);
    all[1].sky = { scale: 0.5e-4, at: [500, 400] };
    all[1].camera.fit();
    all[1].show(2, [], { width: 1000, height: 800 });
    await rest();
    expectSame(all[1], all[0]);
  });

  it('tell what was done while slices went by', async () => {
    const { all } = linkedPages((of) => (of === 'sky' ? 100 : 3));
    await link(all);
    all[0].user((camera) => camera.choose({ centre: [310, 240], zoom: 2 }));
    for (let slice = 0; slice < 20; slice += 1) {
      all[0].show(1, [slice]);
      await vi.advanceTimersByTimeAsync(40);
    }
    await rest();
    expect(all[0].camera.chosen).toEqual({ centre: [310, 240], zoom: 2 });
    expectSame(all[1], all[0]);
  });

  it('that nobody can tell apart from the sky leave each other alone', async () => {
    const { pages, all } = linkedPages();
    all.forEach((page) => (page.sky = { scale: NaN, at: [0, 0] }));
    await link(all);
    all[0].user((camera) => camera.pan(10, 0));
    await rest();
    expect(pages.moves).toEqual([]);
    expect(all.flatMap(({ asked }) => asked)).not.toContain('tellView');
  });

  it('see the pointer of another, and what comes beneath it as views move', async () => {
    const { pages, all } = linkedPages((of) => (of === 'sky' ? 100 : 3));
    await link(all);
    const moves = pages.moves.length;
    const expectSeen = () => {
      const seen = all[1].skyOf(all[1].link.layer.at ?? [NaN, NaN]);
      const pointed = all[0].skyOf(all[0].camera.positionAt([250, 150]) ?? [NaN, NaN]);
      expect(seen[0]).toBeCloseTo(pointed[0], 8);
      expect(seen[1]).toBeCloseTo(pointed[1], 8);
      return seen[0];
    };
    all[0].user((camera) => camera.choose({ centre: [300, 250], zoom: 2 }));
    all[0].point([250, 150]);
    await rest();
    const first = expectSeen();
    // The picture goes right by 100 device pixels, 50 of its own.
    all[0].user((camera) => camera.pan(100, 0));
    await rest();
    const second = expectSeen();
    expect(second - first).toBeCloseTo((50 * 1e-4) / Math.cos((2 * Math.PI) / 180), 6);
    all[1].user((camera) => camera.pan(-60, 0));
    await rest();
    expect(expectSeen()).toBeLessThan(second - 1e-4);
    expect(pages.moves).toHaveLength(moves + 3);
    all[0].point(undefined);
    await rest();
    expect(all[1].link.layer.at).toBeUndefined();
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'end where the last was moved to, whatever the order of messages (%i)',
    async (seed) => {
      const random = randoms(seed);
      const slow = 5 + 200 * random();
      const { pages, all } = linkedPages(
        (of) => (of === 'sky' ? slow : 20) * random(),
        2 + Math.round(random()),
      );
      await link(all);
      const someone = () => all[Math.floor(random() * all.length)] as LinkedPage;
      for (let step = 0; step < 30; step += 1) {
        const page = someone();
        page.user((camera) => {
          const what = random();
          if (what < 0.6) {
            camera.choose({
              centre: [260 + 80 * random(), 210 + 80 * random()],
              zoom: 2 + 4 * random(),
            });
          } else if (what < 0.7) {
            camera.fit();
          } else if (what < 0.8) {
            camera.canvas = { width: 200 + Math.round(300 * random()), height: 300 };
          } else {
            page.point(what < 0.9 ? [200 * random(), 300 * random()] : undefined);
          }
        });
        await vi.advanceTimersByTimeAsync(150 * random());
      }
      await rest();
      const last = someone();
      const chosen = { centre: [290 + 20 * random(), 240 + 10 * random()] as const, zoom: 3 };
      last.user((camera) => camera.choose(chosen));
      await rest();
      expect(last.camera.chosen).toEqual(chosen);
      expect(all[pages.moves.at(-1)?.page ?? -1]).toBe(last);
      for (const page of all) {
        expectSame(page, last);
        expect(page.troubles).toEqual([]);
      }
    },
  );
});
