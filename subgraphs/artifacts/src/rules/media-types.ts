/** Media types that a manifest may have; anything else that calls itself a manifest is refused, so that no page or picture of a publisher's is ever served under its own type. */
export const manifestMediaTypes = {
  image: ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'],
  index: ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'],
} as const;

export const ociIndexMediaType = 'application/vnd.oci.image.index.v1+json';

/** Layers that a registry may be unable to have, because their licence forbids it (image specification 1.1, deprecated; Windows base images of Docker). */
const nonDistributable = /^application\/vnd\.(?:oci\.image\.layer\.nondistributable\.v1\.|docker\.image\.rootfs\.foreign\.diff\.)/;
export const isNonDistributable = (mediaType: string): boolean => nonDistributable.test(mediaType);

/** RFC 6838, "Naming Requirements"; parameters are not part of a descriptor's media type. */
const mediaTypePattern = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/;
export const isMediaType = (text: string): boolean => mediaTypePattern.test(text);

/** `Application/JSON; charset=utf-8` is `application/json`. */
export const bareMediaType = (contentType: string): string => (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
