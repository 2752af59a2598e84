import { extentOf } from './extent';
import type { Grid } from './grid';
import { gridBytes } from './grid';
import { LruByBytes } from './lru';
import type { Renderer } from './renderer';
import type { Scene } from './scene';
import { buildProgram } from './shader';
import { stretchOf } from './stretch';
import { MOST_TILE_BYTES } from './tiles';

/** Bytes of textures kept on the GPU: a view of as many tiles as there can be, over its overview. */
const TEXTURE_BYTES = MOST_TILE_BYTES + 16 * 2 ** 20;

type Uniforms = Record<'box' | 'origin' | 'cell' | 'low' | 'scale', WebGLUniformLocation | null>;

export class WebGlRenderer implements Renderer {
  readonly name = 'webgl2';
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #textures: LruByBytes<Grid, WebGLTexture>;
  #uniforms: Uniforms;
  #last: Scene | undefined;

  constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext) {
    this.#canvas = canvas;
    this.#gl = gl;
    this.#textures = new LruByBytes(TEXTURE_BYTES, (texture) => gl.deleteTexture(texture));
    this.#uniforms = this.#setUp();
    canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
    canvas.addEventListener('webglcontextrestored', () => {
      this.#textures.clear();
      this.#uniforms = this.#setUp();
      if (this.#last !== undefined) {
        this.draw(this.#last);
      }
    });
  }

  draw(scene: Scene): void {
    this.#last = scene;
    const gl = this.#gl;
    const { width, height } = this.#canvas;
    const { low, scale } = stretchOf(scene.limits);
    const [red, green, blue] = scene.background;
    gl.viewport(0, 0, width, height);
    gl.clearColor(red / 255, green / 255, blue / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform1f(this.#uniforms.low, low);
    gl.uniform1f(this.#uniforms.scale, scale);
    for (const grid of scene.grids) {
      const extent = extentOf(grid, scene.placement, scene.image, { width, height });
      if (extent === undefined) {
        continue;
      }
      const { left, bottom, right, top, originX, originY, cell } = extent;
      gl.bindTexture(gl.TEXTURE_2D, this.#textureOf(grid));
      gl.uniform4f(
        this.#uniforms.box,
        (2 * left) / width - 1,
        (2 * bottom) / height - 1,
        (2 * right) / width - 1,
        (2 * top) / height - 1,
      );
      gl.uniform2f(this.#uniforms.origin, originX, originY);
      gl.uniform1f(this.#uniforms.cell, cell);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
  }

  forget(grid: Grid): void {
    this.#textures.delete(grid);
    this.#last = undefined;
  }

  #setUp(): Uniforms {
    const gl = this.#gl;
    const program = buildProgram(gl);
    gl.useProgram(program);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    const place = (name: string): WebGLUniformLocation | null =>
      gl.getUniformLocation(program, name);
    return {
      box: place('box'),
      origin: place('origin'),
      cell: place('cell'),
      low: place('low'),
      scale: place('scale'),
    };
  }

  #textureOf(grid: Grid): WebGLTexture {
    const kept = this.#textures.get(grid);
    if (kept !== undefined) {
      return kept;
    }
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R32F, grid.width, grid.height);
    gl.texSubImage2D(
      gl.TEXTURE_2D,
      0,
      0,
      0,
      grid.width,
      grid.height,
      gl.RED,
      gl.FLOAT,
      grid.values,
    );
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    }
    for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) {
      gl.texParameteri(gl.TEXTURE_2D, wrap, gl.CLAMP_TO_EDGE);
    }
    this.#textures.set(grid, texture, gridBytes(grid));
    return texture;
  }
}
