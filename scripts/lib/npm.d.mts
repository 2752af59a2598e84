export function cleanEnv(): NodeJS.ProcessEnv;
export function npm(folder: string, ...args: readonly string[]): Promise<void>;
export function npmCi(folder: string): Promise<void>;
