import type { AdqlCatalog, AdqlFunction } from './catalog';

function define(signatures: string, description: string): AdqlFunction {
  const all = signatures.split(' | ');
  return { name: all[0]?.replace(/\(.*/, '') ?? '', signatures: all, description };
}

/** Geometry of ADQL: degrees on the sky. The coordinate system in front is required in ADQL 2.0 only. */
export const GEOMETRY: readonly AdqlFunction[] = [
  define('AREA(region)', 'Area of a region, square degrees.'),
  define(
    "BOX('ICRS', longitude, latitude, width, height) | BOX(longitude, latitude, width, height) | BOX(point, width, height)",
    'A box around a position, degrees. Deprecated since ADQL 2.1: use POLYGON.',
  ),
  define('CENTROID(region)', 'The point in the middle of a region.'),
  define(
    "CIRCLE('ICRS', longitude, latitude, radius) | CIRCLE(longitude, latitude, radius) | CIRCLE(point, radius)",
    'A circle around a position, degrees.',
  ),
  define(
    'CONTAINS(inner, outer)',
    'Whether the first lies within the second: 1 or 0. Write = 1 behind it.',
  ),
  define('COORD1(point)', 'Longitude of a point, degrees.'),
  define('COORD2(point)', 'Latitude of a point, degrees.'),
  define('COORDSYS(region)', 'Coordinate system of a region, as text. Deprecated since ADQL 2.1.'),
  define(
    'DISTANCE(point, point) | DISTANCE(longitude1, latitude1, longitude2, latitude2)',
    'Distance of two positions, degrees.',
  ),
  define(
    'INTERSECTS(region, region)',
    'Whether two regions have anything in common: 1 or 0. Write = 1 behind it.',
  ),
  define("POINT('ICRS', longitude, latitude) | POINT(longitude, latitude)", 'A position, degrees.'),
  define(
    "POLYGON('ICRS', longitude1, latitude1, longitude2, latitude2, longitude3, latitude3, …) | POLYGON(longitude1, latitude1, …) | POLYGON(point1, point2, point3, …)",
    'A polygon of at least three corners, degrees; its edges are great circles.',
  ),
  define('REGION(text)', 'A region written as text (STC-S).'),
];

/** What every service has. */
const COMMON: readonly AdqlFunction[] = [
  define('ABS(x)', 'Absolute value.'),
  define('ACOS(x)', 'Arc cosine, radians.'),
  define('ASIN(x)', 'Arc sine, radians.'),
  define('ATAN(x)', 'Arc tangent, radians.'),
  define('ATAN2(y, x)', 'Arc tangent of y/x in the right quadrant, radians.'),
  define('AVG(x)', 'Mean of all rows or of each group.'),
  define('CEILING(x)', 'The next integer not below x.'),
  define('COS(x)', 'Cosine of an angle in radians.'),
  define('COT(x)', 'Cotangent of an angle in radians.'),
  define(
    'COUNT(*) | COUNT(x) | COUNT(DISTINCT x)',
    'Number of rows, or of those where x is not null.',
  ),
  define('DEGREES(x)', 'Radians to degrees.'),
  define('EXP(x)', 'e to the power of x.'),
  define('FLOOR(x)', 'The next integer not above x.'),
  define('LOG(x)', 'Natural logarithm.'),
  define('LOG10(x)', 'Logarithm to base 10.'),
  define('MAX(x)', 'Largest of all rows or of each group.'),
  define('MIN(x)', 'Smallest of all rows or of each group.'),
  define('MOD(x, y)', 'Remainder of x/y.'),
  define('PI()', 'The number π.'),
  define('POWER(x, y)', 'x to the power of y.'),
  define('RADIANS(x)', 'Degrees to radians.'),
  define('RAND() | RAND(seed)', 'A random number from 0 to 1.'),
  define('ROUND(x) | ROUND(x, digits)', 'Rounded, to so many digits behind the point.'),
  define('SIN(x)', 'Sine of an angle in radians.'),
  define('SQRT(x)', 'Square root.'),
  define('SUM(x)', 'Sum of all rows or of each group.'),
  define('TAN(x)', 'Tangent of an angle in radians.'),
  define('TRUNCATE(x) | TRUNCATE(x, digits)', 'Cut off, to so many digits behind the point.'),
];

/** Of ADQL 2.1, where a service has them. */
const OPTIONAL: readonly AdqlFunction[] = [
  define('CAST(x AS type)', 'x as another type. Not every service has it.'),
  define('COALESCE(x, y, …)', 'The first that is not null. Not every service has it.'),
  define(
    'IN_UNIT(x, unit)',
    "x in another unit: IN_UNIT(pmra, 'deg/yr'). Not every service has it.",
  ),
  define('LOWER(text)', 'The text in small letters. Not every service has it.'),
  define('UPPER(text)', 'The text in capitals. Not every service has it.'),
];

/** The functions a service has: its own, geometry as far as it says so, and those of the language. */
export function functionsOf(catalog: AdqlCatalog): readonly AdqlFunction[] {
  const { geometry, functions } = catalog;
  const shapes = geometry ? GEOMETRY.filter(({ name }) => geometry.includes(name)) : GEOMETRY;
  return [...shapes, ...COMMON, ...OPTIONAL, ...functions];
}

/** Finds a function by name, however it is written; a service's own comes first. */
export function findFunction(catalog: AdqlCatalog, name: string): AdqlFunction | undefined {
  const wanted = name.toUpperCase();
  return [...catalog.functions, ...GEOMETRY, ...COMMON, ...OPTIONAL].find(
    (each) => each.name.toUpperCase() === wanted,
  );
}
