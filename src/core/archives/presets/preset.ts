/** Where an address is written down, and whether that is the archive's own word. */
export interface PresetAddress {
  readonly address: string;
  /** A document or a program that has it. */
  readonly source: string;
  /**
   * `official`: by the archive, or by astroquery or pyvo, whose maintainers check it. `unverified`: only seen in
   * use elsewhere. None has been asked from here.
   */
  readonly trust: 'official' | 'unverified';
}

/** An archive whose services can be asked without adding their addresses. */
export interface ArchivePreset {
  readonly id: string;
  /** Short, for sentences and labels: `IRSA`. */
  readonly name: string;
  readonly title: string;
  readonly sia?: PresetAddress | undefined;
  /** True where queries go to another address than that, which the service's description has (`findSiaEndpoint`). */
  readonly siaByDescription?: boolean | undefined;
  readonly tap?: PresetAddress | undefined;
  /** See `SiaService`. */
  readonly needsPlaceOrCollection?: boolean | undefined;
  readonly brokenCsv?: string | undefined;
  /** What one should know before asking, one sentence each. */
  readonly notes: readonly string[];
}
