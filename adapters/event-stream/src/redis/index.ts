export { createRedisEventStream } from './redis-event-stream.ts';
