/** Takes a line as a canvas does. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
}

export interface TextOptions {
  readonly align?: 'left' | 'center' | 'right';
  /** Which part of the text stands at `y`. */
  readonly baseline?: 'top' | 'middle' | 'bottom';
  /** Reads from below to above. */
  readonly upward?: boolean;
  readonly colour: string;
  /** Colour of a rim around the letters. */
  readonly rim?: string;
}

/** What a plot is drawn with: a canvas, or the text of an SVG. Pixels of CSS from the upper left corner. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  textWidth(text: string): number;
  rect(x: number, y: number, width: number, height: number, colour: string): void;
  /**
   * @param rim width of a line of the same colour around, so that neighbours have no gap between them
   * @param title what a file that knows such things says of the shapes
   */
  fill(colour: string, draw: (pen: Pen) => void, rim?: number, title?: string): void;
  stroke(colour: string, width: number, draw: (pen: Pen) => void): void;
  /** Discs, x and y in turns. */
  dots(points: Float64Array, radius: number, colour: string, opacity: number): void;
  text(text: string, x: number, y: number, options: TextOptions): void;
  /** What is drawn within is cut off at a rectangle. */
  clipped(x: number, y: number, width: number, height: number, draw: () => void): void;
}
