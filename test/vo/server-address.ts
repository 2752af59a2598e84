/** Where the VO server is, without a slash at its end. */
export const serverAddress = (process.env['SKYBUCKET_VO'] ?? 'http://127.0.0.1:8080').replace(
  /\/+$/,
  '',
);
