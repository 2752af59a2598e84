import { NAN_COLOUR } from './stretch';

/** A unit square stretched over the device pixels of one grid. */
export const VERTEX_SHADER = `#version 300 es
uniform vec4 box; // left, bottom, right, top in clip space
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(mix(box.xy, box.zw, corner), 0.0, 1.0);
}`;

/**
 * One grid pixel for each device pixel, picked by its middle and never interpolated; NaN is told by
 * its bits because compilers may assume that floats are numbers.
 */
export const FRAGMENT_SHADER = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D grid;
uniform vec2 origin;  // lower left corner of the grid, device pixels from the bottom left
uniform float cell;   // device pixels per grid pixel
uniform float low;
uniform float scale;
out vec4 colour;
void main() {
  ivec2 texel = ivec2(floor((gl_FragCoord.xy - origin) / cell));
  texel = clamp(texel, ivec2(0), textureSize(grid, 0) - 1);
  float value = texelFetch(grid, texel, 0).r;
  if ((floatBitsToUint(value) & 0x7fffffffu) > 0x7f800000u) {
    colour = vec4(${NAN_COLOUR.map((c) => `${c}.0 / 255.0`).join(', ')}, 1.0);
    return;
  }
  float grey = floor(clamp((value - low) * scale, 0.0, 1.0) * 255.0 + 0.5) / 255.0;
  colour = vec4(grey, grey, grey, 1.0);
}`;

export function buildProgram(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, FRAGMENT_SHADER],
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
