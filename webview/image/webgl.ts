import { maskAlphas } from '../mask/mask-levels';
import { MaskPass } from '../mask/mask-pass';
import { extentOf } from './extent';
import type { Grid } from './grid';
import { gridBytes } from './grid';
import { levelsOf } from './levels';
import { LruByBytes } from './lru';
import type { Renderer } from './renderer';
import { samplingOf } from './sampling';
import type { Scene } from './scene';
import { buildProgram } from './shader';
import { stretchOf } from './stretch';
import { FrameTextures, UNITS, gridTexture } from './textures';
import { MOST_TILE_BYTES } from './tiles';

/** Bytes of textures kept on the GPU: a view of as many tiles as there can be, over its overview. */
const TEXTURE_BYTES = MOST_TILE_BYTES + 16 * 2 ** 20;

const UNIFORMS = ['box', 'swapped', 'corner', 'pitch', 'low', 'scale', 'blank'] as const;
const MASK_UNIFORMS = ['alphas', 'tint'] as const;

/** A program and the places of its uniforms. */
interface Painter {
  readonly program: WebGLProgram;
  readonly uniforms: Record<
    (typeof UNIFORMS)[number] | (typeof MASK_UNIFORMS)[number],
    WebGLUniformLocation | null
  >;
}

/** What is lost with the context. */
interface Resources {
  readonly plain: Painter;
  readonly frame: FrameTextures;
  /** Made for the first mask. */
  masked: (Painter & { readonly pass: MaskPass }) | undefined;
}

export class WebGlRenderer implements Renderer {
  readonly name = 'webgl2';
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #textures: LruByBytes<Grid, WebGLTexture>;
  #resources: Resources;
  #last: Scene | undefined;

  constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext) {
    this.#canvas = canvas;
    this.#gl = gl;
    this.#textures = new LruByBytes(TEXTURE_BYTES, (texture) => gl.deleteTexture(texture));
    this.#resources = setUp(gl);
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      this.#textures.clear();
    });
    canvas.addEventListener('webglcontextrestored', () => {
      this.#resources = setUp(gl);
      if (this.#last !== undefined) {
        this.draw(this.#last);
      }
    });
  }

  draw(scene: Scene): void {
    this.#last = scene;
    const gl = this.#gl;
    const { width, height } = this.#canvas;
    if (width === 0 || height === 0 || gl.isContextLost()) {
      return;
    }
    const [red, green, blue] = scene.background;
    gl.viewport(0, 0, width, height);
    gl.clearColor(red / 255, green / 255, blue / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const sampling = samplingOf(scene, { width, height });
    const { low, scale } = stretchOf(scene.limits);
    this.#resources.frame.write(sampling, levelsOf(scene.curve), scene.colours);
    const { uniforms } = this.#painterOf(scene, sampling.swapped);
    gl.uniform1i(uniforms.swapped, Number(sampling.swapped));
    gl.uniform1f(uniforms.low, low);
    gl.uniform1f(uniforms.scale, scale);
    gl.uniform3fv(
      uniforms.blank,
      scene.blank.map((part) => part / 255),
    );
    for (const grid of scene.grids) {
      this.#drawGrid(grid, scene, uniforms);
    }
  }

  forget(grid: Grid): void {
    this.#textures.delete(grid);
    this.#resources.masked?.pass.forget(grid);
    this.#last = undefined;
  }

  /** The program in use from now on; of a scene with a mask, with its levels ready. */
  #painterOf(scene: Scene, swapped: boolean): Painter {
    const gl = this.#gl;
    const { mask } = scene;
    if (mask === undefined) {
      gl.useProgram(this.#resources.plain.program);
      return this.#resources.plain;
    }
    this.#resources.masked ??= { ...newPainter(gl, true), pass: new MaskPass(gl) };
    const { masked } = this.#resources;
    masked.pass.draw(scene, this.#canvas, swapped);
    gl.useProgram(masked.program);
    gl.uniform1iv(masked.uniforms.alphas, maskAlphas(mask.opacity));
    gl.uniform3iv(masked.uniforms.tint, mask.colour);
    return masked;
  }

  #drawGrid(grid: Grid, scene: Scene, uniforms: Painter['uniforms']): void {
    const gl = this.#gl;
    const { width, height } = this.#canvas;
    const extent = extentOf(grid, scene, { width, height });
    if (extent === undefined) {
      return;
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#textureOf(grid));
    gl.uniform4f(
      uniforms.box,
      (2 * extent.left) / width - 1,
      (2 * extent.bottom) / height - 1,
      (2 * extent.right) / width - 1,
      (2 * extent.top) / height - 1,
    );
    gl.uniform2i(uniforms.corner, grid.x0, grid.y0);
    gl.uniform1i(uniforms.pitch, grid.step);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  #textureOf(grid: Grid): WebGLTexture {
    let texture = this.#textures.get(grid);
    if (texture === undefined) {
      texture = gridTexture(this.#gl, grid);
      this.#textures.set(grid, texture, gridBytes(grid));
    }
    return texture;
  }
}

function setUp(gl: WebGL2RenderingContext): Resources {
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
  return { plain: newPainter(gl, false), frame: new FrameTextures(gl), masked: undefined };
}

function newPainter(gl: WebGL2RenderingContext, masked: boolean): Painter {
  const program = buildProgram(gl, masked);
  gl.useProgram(program);
  for (const [sampler, unit] of Object.entries(UNITS)) {
    gl.uniform1i(gl.getUniformLocation(program, sampler), unit);
  }
  const names = [...UNIFORMS, ...MASK_UNIFORMS];
  const uniforms = Object.fromEntries(
    names.map((name) => [name, gl.getUniformLocation(program, name)]),
  ) as Painter['uniforms'];
  return { program, uniforms };
}
