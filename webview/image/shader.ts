import { MASK_LEVELS } from '../mask/mask-levels';
import { CELLS, CELLS_SIDE } from './levels';

/** A unit square stretched over the device pixels of one grid. */
export const VERTEX_SHADER = `#version 300 es
uniform vec4 box; // left, bottom, right, top in clip space
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(mix(box.xy, box.zw, corner), 0.0, 1.0);
}`;

/**
 * One grid pixel for each device pixel, looked up and never interpolated (see `sampling.ts`); the level
 * of its value by halving the interval where needed (see `levels.ts`). NaN is told by its bits because compilers may
 * assume that floats are numbers. A mask over the picture is mixed in whole numbers, as `blended` does it.
 */
const FRAGMENT_SHADER = `precision highp float;
precision highp int;
precision highp sampler2D;
precision highp isampler2D;
precision highp usampler2D;
uniform isampler2D sampling; // image pixel of each device column (row 0) and device row (row 1)
uniform sampler2D grid;
uniform sampler2D starts;    // where each level starts
uniform usampler2D cells;    // first and last level of each part of 0 to 1
uniform sampler2D colours;   // of each level
uniform bool swapped;        // the columns of the canvas are rows of the image
uniform ivec2 corner;        // image pixel at which the grid begins
uniform int pitch;           // image pixels per grid pixel
uniform float low;
uniform float scale;
uniform vec3 blank;
out vec4 colour;
void drawPicture(ivec2 device) {
  ivec2 pixel = ivec2(
    texelFetch(sampling, ivec2(device.x, 0), 0).r,
    texelFetch(sampling, ivec2(device.y, 1), 0).r
  );
  ivec2 texel = ((swapped ? pixel.yx : pixel) - corner) / pitch;
  float value = texelFetch(grid, texel, 0).r;
  if ((floatBitsToUint(value) & 0x7fffffffu) > 0x7f800000u) {
    colour = vec4(blank, 1.0);
    return;
  }
  float t = clamp((value - low) * scale, 0.0, 1.0);
  int cell = min(int(t * ${CELLS}.0), ${CELLS - 1});
  ivec2 range = ivec2(texelFetch(cells, ivec2(cell % ${CELLS_SIDE}, cell / ${CELLS_SIDE}), 0).rg);
  while (range.x < range.y) {
    int middle = (range.x + range.y + 1) >> 1;
    if (texelFetch(starts, ivec2(middle, 0), 0).r <= t) {
      range.x = middle;
    } else {
      range.y = middle - 1;
    }
  }
  colour = texelFetch(colours, ivec2(range.x, 0), 0);
}
#ifdef MASKED
uniform usampler2D mask;     // level of each device pixel
uniform int alphas[${MASK_LEVELS + 1}]; // of each level, 0 to 255
uniform ivec3 tint;          // 0 to 255
void drawMask(ivec2 device) {
  int alpha = alphas[texelFetch(mask, device, 0).r];
  ivec3 parts = ivec3(colour.rgb * 255.0 + 0.5);
  colour.rgb = vec3((parts * (255 - alpha) + tint * alpha + 127) / 255) / 255.0;
}
#endif
void main() {
  drawPicture(ivec2(gl_FragCoord.xy));
#ifdef MASKED
  drawMask(ivec2(gl_FragCoord.xy));
#endif
}`;

/** Draws the picture, under a mask or without one: where there is none it costs nothing. */
export function buildProgram(gl: WebGL2RenderingContext, masked: boolean): WebGLProgram {
  const start = `#version 300 es\n${masked ? '#define MASKED\n' : ''}`;
  return linkProgram(gl, start + FRAGMENT_SHADER);
}

/** A program of the vertex shader above and a fragment shader. */
export function linkProgram(gl: WebGL2RenderingContext, fragments: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, fragments],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) {
      break; // The context is lost; its "restored" event builds anew.
    }
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`The picture's shader does not link: ${gl.getProgramInfoLog(program) ?? ''}`);
  }
  return program;
}
