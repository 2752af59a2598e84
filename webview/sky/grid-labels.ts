import type { Position, Size } from '../image/view';
import type { Box, Corners } from './boxes';
import { isWithin, overlap, turnedCorners } from './boxes';
import type { Edge, Stretch } from './grid-clip';
import { lengthOf, pointAlong } from './grid-clip';

/** A label of a line: its middle, and the angle it is turned by, from x towards y. */
export interface PlacedLabel {
  readonly text: string;
  readonly middle: Position;
  readonly angle: number;
  readonly corners: Corners;
}

export interface LabelledLine {
  readonly text: string;
  readonly stretches: readonly Stretch[];
}

export interface LabelRoom {
  /** What labels must lie in. */
  readonly box: Box;
  /** What they must not lie on. */
  readonly taken: readonly Corners[];
  /** How large a label is, in device pixels. */
  readonly size: (text: string) => Size;
}

/** Labels stand where most lines of their kind cross, so that they are in a row. */
const EDGES: readonly Edge[] = ['bottom', 'left', 'top', 'right'];
/** Where labels are tried on a line without a place at an edge, as shares of its length. */
const INNER = [0.5, 0.35, 0.65, 0.2, 0.8];
/** Room between an edge and a label that is tried, the least first, in heights of a label. */
const INSETS = [0.3, 0.9, 1.8];
/** From a line to the middle of its label, in its height. */
const LIFT = 0.68;
/** Where it is looked how far a line bends, as shares of the label. */
const PARTS = [0.25, 0.5, 0.75];

/**
 * One label for each line, along it, where it crosses an edge, else on its way: never on another, and
 * never upside down. Lines for which there is no room have none.
 */
export function placeLabels(lines: readonly LabelledLine[], room: LabelRoom): PlacedLabel[] {
  const labels: PlacedLabel[] = [];
  const isFree = ({ corners }: PlacedLabel): boolean =>
    isWithin(corners, room.box) &&
    !room.taken.some((each) => overlap(each, corners)) &&
    !labels.some((each) => overlap(each.corners, corners));
  const rest: LabelledLine[] = [];
  for (const line of lines) {
    const label = atEdges(line, room).find(isFree);
    if (label === undefined) {
      rest.push(line);
    } else {
      labels.push(label);
    }
  }
  for (const line of rest) {
    const label = onTheWay(line, room).find(isFree);
    if (label !== undefined) {
      labels.push(label);
    }
  }
  return labels;
}

function atEdges({ text, stretches }: LabelledLine, room: LabelRoom): PlacedLabel[] {
  const found: { readonly edge: Edge; readonly label: PlacedLabel }[] = [];
  const size = room.size(text);
  for (const { points, from, to } of stretches) {
    for (const [edge, step] of [
      [from, 1],
      [to, -1],
    ] as const) {
      for (const inset of edge === undefined ? [] : INSETS) {
        const label = along(text, size, points, step, inset * size.height);
        if (edge !== undefined && label !== undefined) {
          found.push({ edge, label });
        }
      }
    }
  }
  const order = (edge: Edge): number => EDGES.indexOf(edge);
  return found.sort((one, other) => order(one.edge) - order(other.edge)).map(({ label }) => label);
}

function onTheWay({ text, stretches }: LabelledLine, room: LabelRoom): PlacedLabel[] {
  const size = room.size(text);
  const measured = stretches.map(({ points }) => ({ points, length: lengthOf(points) }));
  const [longest] = measured.sort((one, other) => other.length - one.length);
  return longest === undefined
    ? []
    : INNER.flatMap((share) => {
        const distance = share * longest.length - size.width / 2;
        return distance < 0 ? [] : (along(text, size, longest.points, 1, distance) ?? []);
      });
}

/** A label from some way along a stretch on, from its start or, backwards, from its end. */
function along(
  text: string,
  { width, height }: Size,
  points: readonly number[],
  step: 1 | -1,
  distance: number,
): PlacedLabel | undefined {
  const from = pointAlong(points, step, distance);
  const to = pointAlong(points, step, distance + width);
  if (from === undefined || to === undefined) {
    return undefined;
  }
  const angle = upright(Math.atan2(to[1] - from[1], to[0] - from[0]));
  // On the side that is above the text, and clear of a line that bends to that side.
  const up: Position = [Math.sin(angle), -Math.cos(angle)];
  const rises = PARTS.map((part) => {
    const [x, y] = pointAlong(points, step, distance + part * width) ?? from;
    return (x - from[0]) * up[0] + (y - from[1]) * up[1];
  });
  const lift = LIFT * height + Math.max(0, ...rises);
  const middle: Position = [
    (from[0] + to[0]) / 2 + lift * up[0],
    (from[1] + to[1]) / 2 + lift * up[1],
  ];
  return { text, middle, angle, corners: turnedCorners(middle, width, height, angle) };
}

/** The angle at which a text along the same line can be read: from -90° up to below 90°. */
function upright(angle: number): number {
  const half = Math.PI / 2;
  // A hair less than a right angle, lest a vertical line's labels turn with the last digit.
  const slack = 1e-6;
  if (angle >= half - slack) {
    return angle - Math.PI;
  }
  return angle < -half - slack ? angle + Math.PI : angle;
}
