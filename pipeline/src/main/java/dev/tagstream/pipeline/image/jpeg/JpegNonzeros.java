package dev.tagstream.pipeline.image.jpeg;

import java.util.IdentityHashMap;

/** The nonzero coefficients of a progressive JPEG, a bit for each coefficient of a block. */
final class JpegNonzeros {

  private final IdentityHashMap<JpegFrame.Channel, long[]> ofChannels = new IdentityHashMap<>();

  /** The blocks of a channel, row by row. */
  long[] of(JpegFrame.Channel channel) {
    return ofChannels.computeIfAbsent(
        channel, unseen -> new long[unseen.blocksAcross() * unseen.blocksDown()]);
  }
}
