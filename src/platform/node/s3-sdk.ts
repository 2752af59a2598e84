/**
 * What is used of the AWS SDK, and nothing else of it. A bundle of its own (`dist/s3-sdk.js`), so that
 * neither reading nor compiling it is part of starting up.
 */
export { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
