/** A header holds one line: whatever could begin another is taken out. */
export const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ').trim();
