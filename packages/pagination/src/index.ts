export { defineCursor, type Cursor } from './cursor.ts';
export { parsePage, pageSizeMax, type Page, type PageArguments } from './page.ts';
export { buildConnection, emptyConnection, type Connection, type Edge, type PageInfo } from './connection.ts';
