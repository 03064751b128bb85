/** What became of an act, and what to do now. */
export const deActs: Record<string, string> = {
  'It was sent a moment ago and is under way. Wait a little, then send the same again: it is done once.':
    'Es wurde eben gesendet und ist in Arbeit. Warten Sie etwas und senden Sie dann dasselbe noch einmal: Es geschieht nur einmal.',
  'This was not done, but what was sent before it may be. Look at it as it is now, then send it again.':
    'Dies ist nicht geschehen, das davor Gesendete vielleicht schon. Sehen Sie nach, wie es jetzt ist, und senden Sie es dann erneut.',
  'It may have been done all the same. Send the same again: it is done once.':
    'Es ist vielleicht trotzdem geschehen. Senden Sie dasselbe noch einmal: Es geschieht nur einmal.',
  'It may have been saved all the same. Look at it as it is now before you send it again.':
    'Es ist vielleicht trotzdem gespeichert. Sehen Sie nach, wie es jetzt ist, bevor Sie es erneut senden.',
};
