import { extentOf } from '../image/extent';
import type { Grid } from '../image/grid';
import { LruByBytes } from '../image/lru';
import type { Scene } from '../image/scene';
import { linkProgram } from '../image/shader';
import { newTexture, UNITS } from '../image/textures';
import { MOST_TILE_BYTES } from '../image/tiles';
import { maskLevels } from './mask-levels';

/** The level of the mask at each device pixel, looked up as the picture is (see `sampling.ts`). */
const FRAGMENT_SHADER = `#version 300 es
precision highp float;
precision highp int;
precision highp isampler2D;
precision highp usampler2D;
uniform isampler2D sampling;
uniform usampler2D flags;
uniform bool swapped;
uniform ivec2 corner;
uniform int pitch;
out uint level;
void main() {
  ivec2 device = ivec2(gl_FragCoord.xy);
  ivec2 pixel = ivec2(
    texelFetch(sampling, ivec2(device.x, 0), 0).r,
    texelFetch(sampling, ivec2(device.y, 1), 0).r
  );
  ivec2 texel = ((swapped ? pixel.yx : pixel) - corner) / pitch;
  level = texelFetch(flags, texel, 0).r;
}`;

/** A byte a pixel, a quarter of what the picture takes. */
const TEXTURE_BYTES = MOST_TILE_BYTES / 4 + 4 * 2 ** 20;

const UNIFORMS = ['box', 'swapped', 'corner', 'pitch'] as const;
type Uniforms = Readonly<Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>>;

interface Target {
  readonly width: number;
  readonly height: number;
}

/**
 * Draws the mask of a scene into a texture of one level a device pixel, from which the shader of the
 * picture takes it: later grids replace what lies under them, and the colours are mixed once. Nothing of
 * it is made before the first mask.
 */
export class MaskPass {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #uniforms: Uniforms;
  readonly #target: WebGLTexture;
  readonly #frame: WebGLFramebuffer;
  readonly #textures: LruByBytes<Grid, WebGLTexture>;
  #size: Target = { width: 0, height: 0 };

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#textures = new LruByBytes(TEXTURE_BYTES, (texture) => gl.deleteTexture(texture));
    this.#program = linkProgram(gl, FRAGMENT_SHADER);
    gl.useProgram(this.#program);
    for (const [name, unit] of [
      ['sampling', UNITS.sampling],
      ['flags', UNITS.grid],
    ] as const) {
      gl.uniform1i(gl.getUniformLocation(this.#program, name), unit);
    }
    const locations = UNIFORMS.map((name) => [name, gl.getUniformLocation(this.#program, name)]);
    this.#uniforms = Object.fromEntries(locations) as Uniforms;
    this.#target = newTexture(gl, UNITS.mask);
    this.#frame = gl.createFramebuffer();
  }

  /** Writes the levels to the texture on `UNITS.mask`; the sampling of the frame has been written. */
  draw(scene: Scene, canvas: Target, swapped: boolean): void {
    const gl = this.#gl;
    this.#resize(canvas);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#frame);
    gl.clearBufferuiv(gl.COLOR, 0, [0, 0, 0, 0]);
    gl.useProgram(this.#program);
    gl.uniform1i(this.#uniforms.swapped, Number(swapped));
    gl.activeTexture(gl.TEXTURE0 + UNITS.grid);
    for (const grid of scene.mask?.grids ?? []) {
      this.#drawGrid(grid, scene, canvas);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  /** Frees what is kept for a grid that will not be drawn again. */
  forget(grid: Grid): void {
    this.#textures.delete(grid);
  }

  #resize({ width, height }: Target): void {
    const gl = this.#gl;
    if (this.#size.width === width && this.#size.height === height) {
      return;
    }
    this.#size = { width, height };
    gl.activeTexture(gl.TEXTURE0 + UNITS.mask);
    gl.bindTexture(gl.TEXTURE_2D, this.#target);
    gl.texImage2D(
      gl.TEXTURE_2D,
      0,
      gl.R8UI,
      width,
      height,
      0,
      gl.RED_INTEGER,
      gl.UNSIGNED_BYTE,
      null,
    );
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.#target, 0);
  }

  #drawGrid(grid: Grid, scene: Scene, { width, height }: Target): void {
    const gl = this.#gl;
    const extent = extentOf(grid, scene, { width, height });
    if (extent === undefined) {
      return;
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#textureOf(grid));
    gl.uniform4f(
      this.#uniforms.box,
      (2 * extent.left) / width - 1,
      (2 * extent.bottom) / height - 1,
      (2 * extent.right) / width - 1,
      (2 * extent.top) / height - 1,
    );
    gl.uniform2i(this.#uniforms.corner, grid.x0, grid.y0);
    gl.uniform1i(this.#uniforms.pitch, grid.step);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  #textureOf(grid: Grid): WebGLTexture {
    let texture = this.#textures.get(grid);
    if (texture === undefined) {
      const gl = this.#gl;
      const { width, height } = grid;
      texture = newTexture(gl, UNITS.grid);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8UI, width, height);
      const levels = maskLevels(grid);
      gl.texSubImage2D(
        gl.TEXTURE_2D,
        0,
        0,
        0,
        width,
        height,
        gl.RED_INTEGER,
        gl.UNSIGNED_BYTE,
        levels,
      );
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
      this.#textures.set(grid, texture, levels.byteLength);
    }
    return texture;
  }
}
