import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkedViewers } from '../../../src/extension/editors/linked-viewers';
import { matchHandlers, tellingParts } from '../../../src/extension/editors/match-handlers';
import type { LinkNews, LinkState, SkyPoint } from '../../../src/protocol/match';

const moved = (longitude: number, cursor?: SkyPoint): LinkNews => ({
  view: { longitude, latitude: 2, scale: 1e-5 },
  cursor,
});
const points = (longitude: number): LinkNews => ({ view: undefined, cursor: [longitude, 2] });
const POINTS_NOWHERE: LinkNews = { view: undefined, cursor: undefined };

/** What is heard, as "number: longitude" of the move, and the longitude of the pointer. */
function wordsOf({ linked, others, move, cursor }: LinkState): string {
  const where = move === undefined ? 'nowhere' : `${move.number}: ${move.view.longitude}`;
  const pointer = cursor === undefined ? '' : `, pointer ${cursor[0]}`;
  return linked ? `with ${others}, ${where}${pointer}` : 'not linked';
}

function stand() {
  const viewers = new LinkedViewers();
  const add = () => {
    const heard: string[] = [];
    const linkable = viewers.add({ emit: (_, state) => heard.push(wordsOf(state)) });
    return { heard, linkable };
  };
  return [add(), add(), add()] as const;
}

function linkedStand() {
  const all = stand();
  all.forEach(({ linkable }) => linkable.link(true));
  all.forEach(({ heard }) => heard.splice(0));
  return all;
}

describe('linked viewers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('look where the others look, and nobody is told what he told himself', () => {
    const [a, b, c] = stand();
    a.linkable.link(true);
    b.linkable.link(true);
    expect(a.heard).toEqual(['with 0, nowhere', 'with 1, nowhere']);
    expect(b.heard).toEqual(['with 1, nowhere']);
    expect(a.linkable.tell(moved(10))).toBe(1);
    vi.runAllTimers();
    expect(a.heard).toHaveLength(2);
    expect(b.heard.at(-1)).toBe('with 1, 1: 10');
    // One that is not linked tells nobody anything.
    expect(c.linkable.tell(moved(11))).toBe(1);
    vi.runAllTimers();
    expect(b.heard).toHaveLength(2);
    expect(c.heard).toEqual([]);
  });

  it('are told the last of many moves', () => {
    const [a, b] = linkedStand();
    for (let k = 1; k <= 20; k += 1) {
      expect(a.linkable.tell(moved(k))).toBe(k);
    }
    vi.runAllTimers();
    expect(b.heard).toEqual(['with 2, 20: 20']);
  });

  it('that are moved at once all look where the last one does', () => {
    const [a, b, c] = linkedStand();
    expect([a.linkable.tell(moved(10)), b.linkable.tell(moved(20))]).toEqual([1, 2]);
    vi.runAllTimers();
    expect([a.heard, b.heard, c.heard].map((heard) => heard.at(-1))).toEqual(
      // Who has told the second knows its number.
      Array.from({ length: 3 }, () => 'with 2, 2: 20'),
    );
  });

  it('are moved by no pointer', () => {
    const [a, b, c] = linkedStand();
    a.linkable.tell(moved(10));
    expect(b.linkable.tell(points(11))).toBe(1);
    vi.runAllTimers();
    expect(a.heard).toEqual(['with 2, 1: 10, pointer 11']);
    expect(b.heard).toEqual(['with 2, 1: 10']);
    expect(c.heard).toEqual(['with 2, 1: 10, pointer 11']);
  });

  it('see the pointer that moved last, and not their own', () => {
    const [a, b, c] = linkedStand();
    const last = () => [a, b, c].map(({ heard }) => heard.at(-1)?.split(', ')[2]);
    a.linkable.tell(points(10));
    b.linkable.tell(points(20));
    vi.runAllTimers();
    expect(last()).toEqual(['pointer 20', 'pointer 10', 'pointer 20']);
    a.linkable.tell(points(11));
    vi.runAllTimers();
    expect(last()).toEqual(['pointer 20', 'pointer 11', 'pointer 11']);
    a.linkable.tell(POINTS_NOWHERE);
    vi.runAllTimers();
    expect(last()).toEqual(['pointer 20', undefined, 'pointer 20']);
    b.linkable.link(false);
    expect(last()).toEqual([undefined, undefined, undefined]);
  });

  it('lose the pointer of a page that is gone', () => {
    const [a, b] = linkedStand();
    a.linkable.tell(moved(10, [10, 2]));
    vi.runAllTimers();
    expect(b.heard).toEqual(['with 2, 1: 10, pointer 10']);
    a.linkable.greet();
    vi.runAllTimers();
    // The new page hears all there is to know.
    expect(a.heard).toEqual(['with 2, 1: 10']);
    expect(b.heard.at(-1)).toBe('with 2, 1: 10');
  });

  it('show who joins where they look, and forget it once nobody is linked', () => {
    const [a, b, c] = stand();
    a.linkable.link(true);
    a.linkable.tell(moved(10));
    b.linkable.link(true);
    expect(b.heard).toEqual(['with 1, 1: 10']);
    a.linkable.link(false);
    expect(a.heard.at(-1)).toBe('not linked');
    expect(b.heard.at(-1)).toBe('with 0, 1: 10');
    b.linkable.dispose();
    c.linkable.link(true);
    expect(c.heard).toEqual(['with 0, nowhere']);
    // No number comes twice.
    expect(c.linkable.tell(moved(11))).toBe(2);
  });

  it('hear nothing more once they are unlinked', () => {
    const [a, b] = linkedStand();
    a.linkable.tell(moved(10));
    b.linkable.link(false);
    vi.runAllTimers();
    expect(b.heard).toEqual(['not linked']);
  });
});

describe('what a viewer asks of the others', () => {
  const call = { signal: new AbortController().signal, progress: async () => undefined };

  it('is passed on', async () => {
    const done: unknown[] = [];
    const handlers = matchHandlers({
      openFiles: () => [{ id: 'x', title: 'x.fits', lines: [] }],
      linkable: {
        link: (linked) => done.push(linked),
        tell: (news) => done.push(news.view?.longitude),
      },
    });
    expect(await handlers.openFiles({}, call)).toEqual({
      files: [{ id: 'x', title: 'x.fits', lines: [] }],
    });
    await handlers.link({ linked: true }, call);
    // The number of the move, as `tell` gives it.
    expect(await handlers.tellView(moved(3), call)).toEqual({ move: 2 });
    expect(done).toEqual([true, 3]);
  });

  it('tells what parts a file has once they are known', async () => {
    const reply = {
      ...{ title: '', lines: [], warnings: [], first: undefined },
      ...{ compression: undefined, unpacking: undefined },
    };
    const told: unknown[] = [];
    const structure = tellingParts(
      async () => reply,
      (lines) => told.push(lines),
    );
    expect(await structure({}, call)).toBe(reply);
    expect(told).toEqual([reply.lines]);
  });
});
