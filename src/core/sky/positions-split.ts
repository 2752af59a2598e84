import type { PositionProblem } from './positions-angle';
import { readAngle } from './positions-angle';
import type { AxisKey, Token } from './positions-tokens';

/** The tokens of longitude and latitude, neither empty. */
export interface Halves {
  readonly longitude: readonly Token[];
  readonly latitude: readonly Token[];
  readonly key: AxisKey['system'] | undefined;
}

/** The names of the axes, or else where one angle ends and the other begins. */
export function halvesOf(text: string, tokens: readonly Token[]): Halves | PositionProblem {
  return tokens.some((token) => token.kind === 'key')
    ? halvesByName(tokens)
    : halvesByPlace(text, tokens);
}

/** `ra=150.01 dec=2.2`, in either order. */
function halvesByName(tokens: readonly Token[]): Halves | PositionProblem {
  const places = tokens.flatMap((token, k) => (token.kind === 'key' ? [k] : []));
  const [first = 0, second] = places;
  const [one, other] = [tokens[first], second === undefined ? undefined : tokens[second]];
  if (first !== 0 || one?.kind !== 'key') {
    return { problem: 'The name of a coordinate stands before its value.', at: one?.at ?? 0 };
  }
  if (second === undefined || other?.kind !== 'key') {
    const missing = one.key.axis === 'longitude' ? 'latitude' : 'longitude';
    return { problem: `The ${missing} is missing.`, at: tokens[tokens.length - 1]?.end ?? 0 };
  }
  if (places.length > 2 || one.key.axis === other.key.axis || one.key.system !== other.key.system) {
    return { problem: 'These two are not the coordinates of one position.', at: other.at };
  }
  const halves = [valueOf(tokens.slice(1, second)), valueOf(tokens.slice(second + 1))] as const;
  for (const [k, half] of halves.entries()) {
    if (half.length === 0) {
      return { problem: 'A value is missing here.', at: (k === 0 ? one : other).end };
    }
  }
  const [a, b] = one.key.axis === 'longitude' ? halves : ([halves[1], halves[0]] as const);
  return { longitude: a, latitude: b, key: one.key.system };
}

/** Without the `=` before and the `,` after. */
function valueOf(tokens: readonly Token[]): readonly Token[] {
  const start = ['equals', 'colon'].includes(tokens[0]?.kind ?? '') ? 1 : 0;
  const end = tokens[tokens.length - 1]?.kind === 'comma' ? -1 : undefined;
  return tokens.slice(start, end);
}

function halvesByPlace(text: string, tokens: readonly Token[]): Halves | PositionProblem {
  const place = borderOf(text, tokens);
  if (typeof place === 'object') {
    return place;
  }
  const comma = tokens[place]?.kind === 'comma';
  const halves = {
    longitude: tokens.slice(0, place),
    latitude: tokens.slice(comma ? place + 1 : place),
    key: undefined,
  };
  if (halves.longitude.length === 0 || halves.latitude.length === 0) {
    return { problem: 'There is only one angle here.', at: tokens[place]?.at ?? 0 };
  }
  return halves;
}

/** The first token that is not of the longitude: what marks it most clearly decides. */
function borderOf(text: string, tokens: readonly Token[]): number | PositionProblem {
  const where = (test: (token: Token, k: number) => boolean): number[] =>
    tokens.flatMap((token, k) => (test(token, k) ? [k] : []));

  const commas = where((token) => token.kind === 'comma');
  if (commas.length > 0) {
    return only(commas, tokens, 'One separator stands between longitude and latitude.');
  }
  const signs = where((token, k) => token.kind === 'sign' && k > 0);
  if (signs.length > 0) {
    return only(signs, tokens, 'Only longitude and latitude have signs.');
  }
  const words = where(
    (token, k) => k > 0 && isStart(token) && /\s/.test(text.slice(tokens[k - 1]?.end, token.at)),
  );
  if (words.length === 1) {
    return words[0] ?? 0;
  }
  const majors = where((token) => token.kind === 'unit' && isMajor(token.unit));
  if (majors.length === 2) {
    // `10h 21m 41d 12m`, or `10:21:33 h 41:12:00 d`.
    const [first = 0, second = 0] = majors;
    const leads = first === (tokens[0]?.kind === 'sign' ? 2 : 1);
    return leads ? second - 1 : first + 1;
  }
  const numbers = where((token) => token.kind === 'number');
  if (
    numbers.length === tokens.length - (tokens[0]?.kind === 'sign' ? 1 : 0) &&
    numbers.length === 6
  ) {
    return numbers[3] ?? 0;
  }
  const touching = where((token, k) => token.kind === 'number' && tokens[k - 1]?.kind === 'number');
  const ended = where((_, k) => {
    const last = tokens[k - 1];
    return last?.kind === 'unit' && last.unit === 's';
  });
  for (const places of [touching, ended]) {
    if (places.length === 1) {
      return places[0] ?? 0;
    }
  }
  return !('problem' in readAngle(tokens))
    ? { problem: 'There is only one angle here.', at: tokens[tokens.length - 1]?.end ?? 0 }
    : {
        problem: 'Where the latitude begins is not clear: write its sign, or a comma before it.',
        at: numbers[1] === undefined ? 0 : (tokens[numbers[1]]?.at ?? 0),
      };
}

function isStart({ kind }: Token): boolean {
  return kind === 'number' || kind === 'sign';
}

function isMajor(unit: string): boolean {
  return unit === 'h' || unit === 'd' || unit === 'rad';
}

function only(
  places: readonly number[],
  tokens: readonly Token[],
  problem: string,
): number | PositionProblem {
  const [place = 0, more] = places;
  return more === undefined ? place : { problem, at: tokens[more]?.at ?? 0 };
}
