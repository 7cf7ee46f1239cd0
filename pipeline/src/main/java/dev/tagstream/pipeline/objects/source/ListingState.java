package dev.tagstream.pipeline.objects.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the listing has come.
 *
 * @param uri the index of the URI that is listed, from 0; as many as there are when all is listed
 * @param token what its next page begins from; null for its first
 * @param splits how many splits were made
 * @param waiting those that no reader has
 */
public record ListingState(
    int uri, @Nullable String token, long splits, List<ObjectSplit> waiting) {

  static final ListingState BEGIN = new ListingState(0, null, 0, List.of());

  public ListingState {
    waiting = List.copyOf(waiting);
  }
}
