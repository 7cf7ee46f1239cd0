package dev.tagstream.pipeline.objects.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the listing.
 *
 * @param uri the index of the URI being listed, from 0; the number of URIs when the listing is
 *     complete
 * @param token the token of its next page; null for the first page
 * @param splits the number of splits created
 * @param waiting the splits that are not assigned to a reader
 * @param objects the number of objects in all splits created
 * @param bytes their size
 */
public record ListingState(
    int uri,
    @Nullable String token,
    long splits,
    List<ObjectSplit> waiting,
    long objects,
    long bytes) {

  static final ListingState BEGIN = new ListingState(0, null, 0, List.of(), 0, 0);

  public ListingState {
    waiting = List.copyOf(waiting);
  }
}
