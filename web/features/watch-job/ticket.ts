import { graphql } from '#web/gql/index.ts';

/** A ticket with which the signed-in reader's browser opens one WebSocket within 60 seconds. */
export const CreateSocketTicket = graphql(`
  mutation CreateSocketTicket {
    createSocketTicket {
      ticket
    }
  }
`);
