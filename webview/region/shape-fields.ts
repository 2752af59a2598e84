import type { Shape } from '../../src/protocol/region';
import { movedShape, normalAngle } from './shape-edit';
import { centreOf } from './shape-geometry';

/** One number of a shape, as the user sees it. */
export interface ShapeField {
  readonly label: string;
  /** Longer, for a title. */
  readonly title: string;
  readonly value: number;
  /** The shape with another number there; undefined where that cannot be. */
  with(value: number): Shape | undefined;
}

/** The numbers of a shape; positions are counted from `origin`, lengths are pixels. */
export function fieldsOf(shape: Shape, origin: 0 | 1): ShapeField[] {
  const length = (
    label: string,
    title: string,
    value: number,
    change: (value: number) => Shape,
  ): ShapeField => ({
    label,
    title: `${title}, in pixels`,
    value,
    with: (next) => (next > 0 ? change(next) : undefined),
  });
  switch (shape.kind) {
    case 'point':
      return placeFields(shape, origin);
    case 'polygon':
      return placeFields(shape, origin);
    case 'circle':
      return [
        ...placeFields(shape, origin),
        length('radius', 'Radius', shape.radius, (radius) => ({ ...shape, radius })),
      ];
    case 'annulus':
      return [
        ...placeFields(shape, origin),
        {
          label: 'inner',
          title: 'Inner radius, in pixels',
          value: shape.inner,
          with: (inner) => (inner >= 0 && inner < shape.outer ? { ...shape, inner } : undefined),
        },
        {
          label: 'outer',
          title: 'Outer radius, in pixels',
          value: shape.outer,
          with: (outer) => (outer > shape.inner ? { ...shape, outer } : undefined),
        },
      ];
    case 'ellipse':
      return [
        ...placeFields(shape, origin),
        length('a', 'Semi-axis along the angle', shape.a, (a) => ({ ...shape, a })),
        length('b', 'Semi-axis across the angle', shape.b, (b) => ({ ...shape, b })),
        angleField(shape.angle, (angle) => ({ ...shape, angle })),
      ];
    case 'box':
      return [
        ...placeFields(shape, origin),
        length('width', 'Width', shape.width, (width) => ({ ...shape, width })),
        length('height', 'Height', shape.height, (height) => ({ ...shape, height })),
        angleField(shape.angle, (angle) => ({ ...shape, angle })),
      ];
    case 'line':
      return endFields(shape, origin);
  }
}

/** The centre; setting it moves the shape. */
function placeFields(shape: Shape, origin: 0 | 1): ShapeField[] {
  const [x, y] = centreOf(shape);
  const counted = `centre, counted from ${origin}`;
  return [
    {
      label: 'x',
      title: `x of the ${counted}`,
      value: x + origin,
      with: (to) => movedShape(shape, to - origin - x, 0),
    },
    {
      label: 'y',
      title: `y of the ${counted}`,
      value: y + origin,
      with: (to) => movedShape(shape, 0, to - origin - y),
    },
  ];
}

function endFields(shape: Shape & { kind: 'line' }, origin: 0 | 1): ShapeField[] {
  return (['from', 'to'] as const).flatMap((end, at) => {
    const [x, y] = shape[end];
    const name = at === 0 ? 'first' : 'second';
    return [
      {
        label: `x${at + 1}`,
        title: `x of the ${name} end, counted from ${origin}`,
        value: x + origin,
        with: (to: number) => ({ ...shape, [end]: [to - origin, y] }),
      },
      {
        label: `y${at + 1}`,
        title: `y of the ${name} end, counted from ${origin}`,
        value: y + origin,
        with: (to: number) => ({ ...shape, [end]: [x, to - origin] }),
      },
    ];
  });
}

function angleField(angle: number, change: (angle: number) => Shape): ShapeField {
  return {
    label: 'angle',
    title: 'Angle from the x axis towards the y axis, in degrees',
    value: angle,
    with: (to) => change(normalAngle(to)),
  };
}
