import type { Grid } from './grid';
import type { Levels } from './levels';
import { CELLS_SIDE, COLOURS } from './levels';
import type { Sampling } from './sampling';

/** The texture units of the shader's samplers. */
export const UNITS = { grid: 0, sampling: 1, starts: 2, cells: 3, colours: 4, mask: 5 } as const;

/** A texture of a grid, on the unit of grids. */
export function gridTexture(gl: WebGL2RenderingContext, grid: Grid): WebGLTexture {
  const { width, height, values } = grid;
  const texture = newTexture(gl, UNITS.grid);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R32F, width, height);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RED, gl.FLOAT, values);
  return texture;
}

/** The small textures that belong to a frame rather than to a grid, each written when it changed. */
export class FrameTextures {
  readonly #gl: WebGL2RenderingContext;
  #levels: Levels | undefined;
  #colours: Uint8Array | undefined;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    newTexture(gl, UNITS.sampling);
    newTexture(gl, UNITS.starts);
    newTexture(gl, UNITS.cells);
    newTexture(gl, UNITS.colours);
  }

  write(sampling: Sampling, levels: Levels, colours: Uint8Array): void {
    const gl = this.#gl;
    const { columns, rows } = sampling;
    const width = Math.max(columns.length, rows.length);
    const both = new Int32Array(2 * width);
    both.set(columns);
    both.set(rows, width);
    this.#write('sampling', gl.R32I, width, 2, gl.RED_INTEGER, gl.INT, both);
    if (levels !== this.#levels) {
      this.#levels = levels;
      const { starts, cells } = levels;
      const side = CELLS_SIDE;
      this.#write('starts', gl.R32F, COLOURS, 1, gl.RED, gl.FLOAT, starts);
      this.#write('cells', gl.RG16UI, side, side, gl.RG_INTEGER, gl.UNSIGNED_SHORT, cells);
    }
    if (colours !== this.#colours) {
      this.#colours = colours;
      this.#write('colours', gl.RGBA8, COLOURS, 1, gl.RGBA, gl.UNSIGNED_BYTE, colours);
    }
    gl.activeTexture(gl.TEXTURE0 + UNITS.grid);
  }

  #write(
    unit: keyof typeof UNITS,
    format: GLenum,
    width: number,
    height: number,
    layout: GLenum,
    type: GLenum,
    data: ArrayBufferView,
  ): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0 + UNITS[unit]);
    gl.texImage2D(gl.TEXTURE_2D, 0, format, width, height, 0, layout, type, data);
  }
}

/** A texture without filtering (float and integer ones have none), bound to a unit. */
export function newTexture(gl: WebGL2RenderingContext, unit: number): WebGLTexture {
  const texture = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  }
  for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) {
    gl.texParameteri(gl.TEXTURE_2D, wrap, gl.CLAMP_TO_EDGE);
  }
  return texture;
}
