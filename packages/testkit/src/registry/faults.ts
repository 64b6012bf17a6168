/** What goes wrong on purpose. */
export interface Faults {
  /** Gives back other bytes than are stored, for a digest. */
  tamper: (digest: string, bytes: Uint8Array) => Uint8Array;
  /** Cut the connection of the next downloads after so many bytes each. */
  readonly downloadCuts: number[];
  /** Cut the connection of the next parts of uploads after so many bytes each. */
  readonly uploadCuts: number[];
  readonly nextDownloadCut: () => number | undefined;
  readonly nextUploadCut: () => number | undefined;
  /** Answer the next requests with these statuses and no content. */
  readonly statuses: number[];
  ignoresRanges: boolean;
  refusesTickets: boolean;
  refusesSinglePost: boolean;
  /** Takes every socket that follows live events down after so many events; 0 never. */
  socketLife: number;
}

export function createFaults(): Faults {
  const faults: Faults = {
    tamper: (_digest, bytes) => bytes,
    downloadCuts: [],
    uploadCuts: [],
    nextDownloadCut: () => faults.downloadCuts.shift(),
    nextUploadCut: () => faults.uploadCuts.shift(),
    statuses: [],
    ignoresRanges: false,
    refusesTickets: false,
    refusesSinglePost: false,
    socketLife: 0,
  };
  return faults;
}
