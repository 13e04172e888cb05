/** Runs the configured number of rounds and gives the last state. */
export default function spin(): number;
