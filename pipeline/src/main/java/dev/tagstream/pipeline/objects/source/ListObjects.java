package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ObjectKind;
import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Lists objects and assigns them to readers. It lists the next page when fewer splits wait than
 * there are readers, so reading starts after the first page and memory does not grow with the
 * number of objects. The token of the listing and the waiting splits change together in the
 * coordinator's thread, so every checkpoint contains each object once.
 */
final class ListObjects implements SplitEnumerator<ObjectSplit, ListingState> {

  /** Few, so that at the end no reader has many images left while others are idle. */
  private static final int IMAGES_IN_A_SPLIT = 50;

  private final SplitEnumeratorContext<ObjectSplit> context;
  private final List<String> uris;
  private final Listing pages;
  private final Backlog backlog;

  private final Deque<ObjectSplit> waiting;
  private final TreeSet<Integer> hungry = new TreeSet<>();
  private int uri;
  private @Nullable String token;
  private long splits;
  private boolean listing;

  /** Whether nothing has been listed yet, including earlier attempts. */
  private boolean isNew;

  ListObjects(
      SplitEnumeratorContext<ObjectSplit> context,
      List<String> uris,
      Listing pages,
      Backlog backlog,
      ListingState begin) {
    this.context = context;
    this.uris = uris;
    this.pages = pages;
    this.backlog = backlog;
    this.isNew = begin.equals(ListingState.BEGIN);
    this.waiting = new ArrayDeque<>(begin.waiting());
    this.uri = begin.uri();
    this.token = begin.token();
    this.splits = begin.splits();
    backlog.begin(begin);
    if (isAllListed()) {
      backlog.allListed();
    }
  }

  @Override
  public void start() {
    listIfDue();
  }

  @Override
  public void handleSplitRequest(int reader, @Nullable String host) {
    backlog.left(reader, 0);
    hungry.add(reader);
    assign();
  }

  @Override
  public void handleSourceEvent(int reader, SourceEvent event) {
    if (event instanceof BytesLeft left) {
      backlog.left(reader, left.bytes());
    }
  }

  @Override
  public void addSplitsBack(List<ObjectSplit> splits, int reader) {
    backlog.returned(reader, splits);
    splits.forEach(waiting::addFirst);
    assign();
  }

  @Override
  public void addReader(int reader) {
    // the reader requests a split itself
  }

  private void assign() {
    while (!hungry.isEmpty() && !waiting.isEmpty()) {
      int reader = hungry.pollFirst();
      if (context.registeredReaders().containsKey(reader)) {
        ObjectSplit split = waiting.removeFirst();
        backlog.assigned(reader, split);
        context.assignSplit(split, reader);
      }
    }
    if (isAllListed() && waiting.isEmpty()) {
      hungry.stream()
          .filter(context.registeredReaders()::containsKey)
          .forEach(context::signalNoMoreSplits);
      hungry.clear();
    } else {
      listIfDue();
    }
  }

  private boolean isAllListed() {
    return uri == uris.size();
  }

  private void listIfDue() {
    if (!listing && !isAllListed() && waiting.size() < context.currentParallelism()) {
      listing = true;
      int listed = uri;
      String from = token;
      boolean anew = isNew;
      isNew = false;
      context.callAsync(
          () -> {
            if (anew) {
              pages.beginAnew();
            }
            return pages.page(uris.get(listed), listed, from);
          },
          this::take);
    }
  }

  private void take(@Nullable ObjectPage page, @Nullable Throwable failure) {
    listing = false;
    if (failure != null || page == null) {
      throw new FlinkRuntimeException(
          "cannot list %s: %s"
              .formatted(uris.get(uri), failure == null ? "no page" : failure.getMessage()),
          failure);
    }
    split(page.objects());
    token = page.next();
    if (token == null) {
      uri++;
    }
    if (isAllListed()) {
      backlog.allListed();
    }
    assign();
  }

  private void split(List<StoredObject> objects) {
    List<StoredObject> images = new ArrayList<>();
    for (StoredObject object : objects) {
      switch (ObjectKind.of(object)) {
        case TAR, PARQUET -> addSplit(List.of(object));
        case IMAGE, UNKNOWN -> images.add(object);
        case OTHER -> {}
      }
      if (images.size() == IMAGES_IN_A_SPLIT) {
        addSplit(images);
        images.clear();
      }
    }
    if (!images.isEmpty()) {
      addSplit(images);
    }
  }

  private void addSplit(List<StoredObject> objects) {
    ObjectSplit split = new ObjectSplit("objects-" + splits++, objects, 0, 0);
    backlog.listed(split);
    waiting.addLast(split);
  }

  @Override
  public ListingState snapshotState(long checkpoint) {
    return new ListingState(
        uri, token, splits, List.copyOf(waiting), backlog.listedObjects(), backlog.listedBytes());
  }

  @Override
  public void close() throws IOException {
    pages.close();
  }
}
