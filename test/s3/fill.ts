import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3TestServer } from '../support/s3/server';
import { contents, openBucket, ownBucket, privateBucket, publicBucket } from './contents';
import type { RealServer } from './real-server';

/** Fills the embedded server from inside. */
export function fillEmbedded(server: S3TestServer): void {
  const bucket = server.createBucket(publicBucket);
  server.createBucket(privateBucket, { denyList: true, denyRead: true });
  for (const [key, body] of contents()) {
    bucket.put(key, body, { contentType: 'application/octet-stream' });
  }
}

/** The buckets that are written to, on the embedded server. */
export function fillWritable(server: S3TestServer): void {
  server.createBucket(ownBucket, { requireSignature: true });
  server.createBucket(openBucket, { writable: true });
}

/** Fills a real server by signed requests and opens the public bucket to everybody. */
export async function fillReal(server: RealServer): Promise<void> {
  const { endpoint, accessKeyId, secretAccessKey } = server;
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  try {
    await client.send(new CreateBucketCommand({ Bucket: publicBucket }));
    await client.send(new CreateBucketCommand({ Bucket: privateBucket }));
    const arn = `arn:aws:s3:::${publicBucket}`;
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [arn, `${arn}/*`],
    };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await client.send(new PutBucketPolicyCommand({ Bucket: publicBucket, Policy: policy }));
    await client.send(new CreateBucketCommand({ Bucket: ownBucket }));
    await client.send(new CreateBucketCommand({ Bucket: openBucket }));
    const open = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${openBucket}`, `arn:aws:s3:::${openBucket}/*`],
    };
    const openPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [open] });
    await client.send(new PutBucketPolicyCommand({ Bucket: openBucket, Policy: openPolicy }));
    const waiting = [...contents()];
    const putNext = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [Key, Body] = next;
        const ContentType = 'application/octet-stream';
        await client.send(new PutObjectCommand({ Bucket: publicBucket, Key, Body, ContentType }));
      }
    };
    await Promise.all(Array.from({ length: 16 }, putNext));
  } finally {
    client.destroy();
  }
}
