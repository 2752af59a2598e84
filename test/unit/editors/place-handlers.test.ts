import { describe, expect, it } from 'vitest';
import { placeHandlers } from '../../../src/extension/editors/place-handlers';
import type { PlaceReply } from '../../../src/protocol/sky';
import type { NamedPlace, SkyQuestions } from '../../../src/worker/methods';

const M31: NamedPlace = { name: 'M  31', by: 'Sesame (SIMBAD)', longitude: 10.7, latitude: 41.3 };
const PLACE: PlaceReply = { x: 1, y: 2, understood: 'there', inside: true };
const PARAMS = { hdu: 0, slice: [], text: ' M31 ', frame: 'own', origin: 1 } as const;

/** @param answers of the worker, one after the other. */
function handlers(...answers: (PlaceReply | null)[]): {
  find: () => Promise<PlaceReply>;
  asked: (NamedPlace | undefined)[];
  names: string[];
} {
  const asked: (NamedPlace | undefined)[] = [];
  const names: string[] = [];
  const request = (_: string, params: SkyQuestions['findPlace'][0]): Promise<PlaceReply | null> => {
    asked.push(params.named);
    return Promise.resolve(answers.shift() ?? null);
  };
  const file = { use: (work: (content: never) => Promise<never>) => work({ request } as never) };
  const resolveName = (name: string): Promise<NamedPlace> => {
    names.push(name);
    return Promise.resolve(M31);
  };
  const { findPlace } = placeHandlers(file, { resolveName });
  const call = { signal: new AbortController().signal, progress: () => Promise.resolve() };
  return { find: () => findPlace(PARAMS, call), asked, names };
}

describe('finding a place', () => {
  it('asks nobody about a coordinate', async () => {
    const { find, asked, names } = handlers(PLACE);
    expect(await find()).toEqual(PLACE);
    expect([asked, names]).toEqual([[undefined], []]);
  });

  it('looks up what is none, and asks again', async () => {
    const { find, asked, names } = handlers(null, PLACE);
    expect(await find()).toEqual(PLACE);
    expect([asked, names]).toEqual([[undefined, M31], ['M31']]);
  });
});
