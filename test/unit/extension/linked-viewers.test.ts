import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkedViewers } from '../../../src/extension/editors/linked-viewers';
import { matchHandlers, tellingParts } from '../../../src/extension/editors/match-handlers';
import type { LinkedView } from '../../../src/protocol/match';

const view = (longitude: number): LinkedView => ({
  ...{ longitude, latitude: 2, scale: 1e-5, cursor: undefined },
});

function stand() {
  const viewers = new LinkedViewers();
  const add = () => {
    const followed: number[] = [];
    const linked: string[] = [];
    const linkable = viewers.add({
      emit: (name, body) => {
        if ('longitude' in body) {
          followed.push(body.longitude);
        } else {
          linked.push(`${name} ${body.linked} ${body.others}`);
        }
      },
    });
    return { followed, linked, linkable };
  };
  return [add(), add(), add()] as const;
}

describe('linked viewers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('look where the others look, and nobody hears of his own view', () => {
    const [a, b, c] = stand();
    a.linkable.link(true);
    b.linkable.link(true);
    expect(a.linked).toEqual(['linked true 0', 'linked true 1']);
    expect(b.linked).toEqual(['linked true 1']);
    a.linkable.tell(view(10));
    vi.runAllTimers();
    expect([a.followed, b.followed, c.followed]).toEqual([[], [10], []]);
    c.linkable.tell(view(11));
    vi.runAllTimers();
    expect([a.followed, b.followed, c.followed]).toEqual([[], [10], []]);
  });

  it('are told the last of many views', () => {
    const [a, b] = stand();
    a.linkable.link(true);
    b.linkable.link(true);
    for (let k = 0; k < 20; k += 1) {
      a.linkable.tell(view(k));
    }
    vi.runAllTimers();
    expect(b.followed).toEqual([19]);
  });

  it('show who joins where they look, and forget it once nobody is linked', () => {
    const [a, b, c] = stand();
    a.linkable.link(true);
    a.linkable.tell(view(10));
    vi.runAllTimers();
    b.linkable.link(true);
    expect(b.followed).toEqual([10]);
    a.linkable.link(false);
    expect(a.linked.at(-1)).toBe('linked false 0');
    expect(b.linked.at(-1)).toBe('linked true 0');
    b.linkable.dispose();
    c.linkable.link(true);
    expect(c.followed).toEqual([]);
  });

  it('send nothing that was told before they were unlinked', () => {
    const [a, b] = stand();
    a.linkable.link(true);
    b.linkable.link(true);
    a.linkable.tell(view(10));
    a.linkable.link(false);
    vi.runAllTimers();
    expect(b.followed).toEqual([]);
  });
});

describe('what a viewer asks of the others', () => {
  const call = { signal: new AbortController().signal, progress: async () => undefined };

  it('is passed on', async () => {
    const done: unknown[] = [];
    const handlers = matchHandlers({
      openFiles: () => [{ id: 'x', title: 'x.fits', lines: [] }],
      linkable: { link: (linked) => done.push(linked), tell: (told) => done.push(told.longitude) },
    });
    expect(await handlers.openFiles({}, call)).toEqual({
      files: [{ id: 'x', title: 'x.fits', lines: [] }],
    });
    await handlers.link({ linked: true }, call);
    await handlers.tellView({ view: view(3) }, call);
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
