export interface ActivityAction {
  readonly label: string;
  readonly primary?: boolean;
  readonly onClick: () => void;
}

export interface ActivityContent {
  readonly text: string;
  /** Share of the work that is done; undefined where it cannot be told, or nothing is under way. */
  readonly done?: number | undefined;
  /** What went wrong is spoken at once. */
  readonly trouble?: boolean;
  readonly actions: readonly ActivityAction[];
}
