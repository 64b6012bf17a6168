/** By which a CDN finds everything of one artifact that it keeps, to drop it. */
export const surrogateKeyOf = (artifactId: string): string => `artifact-${artifactId}`;
