import type { PositionReply } from '../../src/protocol/position';

/** How directions are written: `10h21m33s +41d12m00s`, or both in degrees. */
export type SkyStyle = 'sexagesimal' | 'degrees';

/** What the readout says of where a pixel is. */
export interface PositionWords {
  readonly text: string;
  /** The frame of a direction, else empty. */
  readonly frame: string;
  /** All of it, for who wants to read it in full. */
  readonly title: string;
  /** There is a position, and something is wrong with it: the title says what. */
  readonly doubt: boolean;
}

/** The words for a position; undefined where there is nothing to say. */
export function positionWords(reply: PositionReply, style: SkyStyle): PositionWords | undefined {
  const { sky, others, between = [], problem } = reply;
  const rest = others.map(({ name, text, unit }) => `${name} ${text} ${unit}`.trim());
  const parts = [...(sky ? [sky[style]] : []), ...rest];
  if (parts.length === 0) {
    return problem === undefined
      ? undefined
      : { text: 'no position', frame: '', title: problem, doubt: false };
  }
  const other = sky?.[style === 'degrees' ? 'sexagesimal' : 'degrees'];
  return {
    text: parts.join(' · '),
    frame: sky?.frame ?? '',
    doubt: problem !== undefined,
    title: [
      // What is wrong with a position comes before how it is written.
      ...(problem === undefined ? [] : [problem]),
      ...(sky ? [`${sky[style]} ${sky.frame}`, `${other} (click for this form)`] : []),
      ...rest,
      ...between.map(({ frame, text }) => `${frame}: ${text}`),
    ].join('\n'),
  };
}
