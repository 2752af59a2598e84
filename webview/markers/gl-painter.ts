import { MASK_COLOURS } from '../mask/mask-state';
import { MARKER_FRAGMENT, MARKER_VERTEX, SYMBOL_NUMBERS } from './marker-shader';
import type { MarkerStyle } from './marker-style';
import { EDGE, LINE } from './marker-style';
import type { MarkerView, PaintedPoints } from './marker-view';
import type { MarkerPainter } from './painter';
import type { PointIndex } from './point-index';

const UNIFORMS = [
  'origin',
  'at',
  'along',
  'canvas',
  'sizes',
  'edge',
  'symbol',
  'tint',
  'line',
] as const;

/** Bytes from one marker to the next that WebGL allows. */
const MOST_STRIDE = 255;
const POSITION_BYTES = 8;

interface Resources {
  readonly program: WebGLProgram;
  readonly uniforms: ReadonlyMap<string, WebGLUniformLocation | null>;
  readonly position: number;
  readonly share: number;
}

interface Buffers {
  readonly positions: WebGLBuffer;
  readonly shares: WebGLBuffer | undefined;
}

/** Every marker is a point of one buffer; what is in sight is drawn by a few calls, mostly by one. */
export class GlPainter implements MarkerPainter {
  readonly name = 'webgl2';
  /** Every nth can be drawn up to this. */
  readonly mostThinning = 2 ** Math.floor(Math.log2(MOST_STRIDE / POSITION_BYTES));
  readonly restBudget = 250;
  readonly #gl: WebGL2RenderingContext;
  #resources: Resources | undefined;
  #buffers = new Map<PointIndex, Buffers>();
  #fence: WebGLSync | undefined;

  /** @param onRestored the context was lost, and everything is to be drawn again. */
  constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, onRestored: () => void) {
    this.#gl = gl;
    this.#resources = setUp(gl);
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      this.#buffers = new Map();
      this.#resources = undefined;
      this.#fence = undefined;
    });
    canvas.addEventListener('webglcontextrestored', () => {
      this.#resources = setUp(gl);
      onRestored();
    });
  }

  begin({ width, height }: MarkerView): void {
    const gl = this.#gl;
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  draw(
    points: PointIndex,
    style: MarkerStyle,
    view: MarkerView,
    { ranges, sizes }: PaintedPoints,
    thinning: number,
  ): void {
    const gl = this.#gl;
    if (this.#resources === undefined || gl.isContextLost()) {
      return;
    }
    const { program, uniforms, position, share } = this.#resources;
    const at = (name: (typeof UNIFORMS)[number]): WebGLUniformLocation | null =>
      uniforms.get(name) ?? null;
    gl.useProgram(program);
    gl.uniform2f(at('origin'), ...view.origin);
    gl.uniform2f(at('at'), ...view.at);
    gl.uniformMatrix2fv(at('along'), false, [...view.alongX, ...view.alongY]);
    gl.uniform2f(at('canvas'), view.width, view.height);
    gl.uniform2f(at('sizes'), ...sizes);
    gl.uniform1f(at('edge'), EDGE * devicePixelRatio);
    gl.uniform1f(at('line'), LINE * devicePixelRatio);
    gl.uniform1i(at('symbol'), SYMBOL_NUMBERS[style.symbol]);
    gl.uniform3fv(
      at('tint'),
      MASK_COLOURS[style.colour].map((part) => part / 255),
    );
    const buffers = this.#buffersOf(points);
    gl.enableVertexAttribArray(position);
    for (const { from, to } of ranges) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffers.positions);
      gl.vertexAttribPointer(
        ...([position, 2, gl.FLOAT, false] as const),
        ...([POSITION_BYTES * thinning, POSITION_BYTES * from] as const),
      );
      if (buffers.shares === undefined) {
        gl.disableVertexAttribArray(share);
        gl.vertexAttrib1f(share, 1);
      } else {
        gl.bindBuffer(gl.ARRAY_BUFFER, buffers.shares);
        gl.enableVertexAttribArray(share);
        gl.vertexAttribPointer(share, 1, gl.UNSIGNED_BYTE, true, thinning, from);
      }
      gl.drawArrays(gl.POINTS, 0, Math.ceil((to - from) / thinning));
    }
  }

  /** Marks the end of a frame. */
  end(): void {
    const gl = this.#gl;
    if (this.#fence !== undefined) {
      gl.deleteSync(this.#fence);
    }
    this.#fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? undefined;
    gl.flush();
  }

  get done(): boolean {
    const gl = this.#gl;
    return (
      this.#fence === undefined ||
      gl.isContextLost() ||
      gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) === gl.SIGNALED
    );
  }

  forget(points: PointIndex): void {
    const buffers = this.#buffers.get(points);
    this.#buffers.delete(points);
    if (buffers !== undefined) {
      this.#gl.deleteBuffer(buffers.positions);
      this.#gl.deleteBuffer(buffers.shares ?? null);
    }
  }

  #buffersOf(points: PointIndex): Buffers {
    let buffers = this.#buffers.get(points);
    if (buffers === undefined) {
      buffers = {
        positions: bufferOf(this.#gl, points.positions),
        shares: points.shares && bufferOf(this.#gl, points.shares),
      };
      this.#buffers.set(points, buffers);
    }
    return buffers;
  }
}

function bufferOf(
  gl: WebGL2RenderingContext,
  data: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
): WebGLBuffer {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  return buffer;
}

function setUp(gl: WebGL2RenderingContext): Resources {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, MARKER_VERTEX],
    [gl.FRAGMENT_SHADER, MARKER_FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) {
      throw new Error('WebGL gives no shader.');
    }
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
    throw new Error(`The markers cannot be drawn: ${gl.getProgramInfoLog(program) ?? ''}`);
  }
  return {
    program,
    uniforms: new Map(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)])),
    position: gl.getAttribLocation(program, 'position'),
    share: gl.getAttribLocation(program, 'share'),
  };
}
