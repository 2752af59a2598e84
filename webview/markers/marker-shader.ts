import type { MarkerSymbol } from './marker-style';

export const SYMBOL_NUMBERS: Readonly<Record<MarkerSymbol, number>> = {
  circle: 0,
  cross: 1,
  square: 2,
  plus: 3,
  diamond: 4,
};

/** Positions relative to an origin near the middle of the view, so that no digit is lost where it counts. */
export const MARKER_VERTEX = `#version 300 es
in vec2 position;
in float share;
uniform vec2 origin;
uniform vec2 at;
uniform mat2 along;
uniform vec2 canvas;
uniform vec2 sizes;
uniform float edge;
flat out float size;
void main() {
  vec2 device = at + along * (position - origin);
  vec2 clip = 2.0 * device / canvas - 1.0;
  gl_Position = vec4(clip.x, -clip.y, 0.0, 1.0);
  size = mix(sizes.x, sizes.y, share);
  gl_PointSize = size + 2.0 * edge;
}`;

/** The distance to the line of a symbol, as a line in its colour within a dark edge. */
export const MARKER_FRAGMENT = `#version 300 es
precision highp float;
uniform int symbol;
uniform vec3 tint;
uniform float line;
uniform float edge;
flat in float size;
out vec4 colour;
float arms(vec2 q, float reach) {
  return min(max(q.y, q.x - reach), max(q.x, q.y - reach));
}
void main() {
  vec2 p = (gl_PointCoord - 0.5) * (size + 2.0 * edge);
  vec2 q = abs(p);
  float reach = 0.5 * (size - line);
  float away;
  if (symbol == 0) {
    away = abs(length(p) - reach);
  } else if (symbol == 1) {
    away = arms(abs(vec2(p.x + p.y, p.x - p.y)) * 0.70710678, reach);
  } else if (symbol == 2) {
    away = abs(max(q.x, q.y) - 0.886 * reach);
  } else if (symbol == 3) {
    away = arms(q, reach);
  } else {
    away = abs(q.x + q.y - reach) * 0.70710678;
  }
  float inner = clamp(0.5 * line + 0.5 - away, 0.0, 1.0);
  float outer = clamp(0.5 * line + edge + 0.5 - away, 0.0, 1.0);
  float alpha = max(inner, 0.7 * outer);
  if (alpha == 0.0) {
    discard;
  }
  colour = vec4(tint * inner, alpha);
}`;
