package dev.tagstream.cli.watch;

import dev.tagstream.cli.drift.AttributeTallies;
import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.cli.option.FormatOptions;
import dev.tagstream.cli.option.ImagesTopic;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.option.OutcomeTopics;
import dev.tagstream.cli.option.PortOption;
import dev.tagstream.cli.option.ReferenceFile;
import dev.tagstream.cli.page.LiveBoard;
import dev.tagstream.cli.page.LivePage;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.cli.results.ReadOutcomes;
import dev.tagstream.cli.results.TopicImages;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.drift.DriftWindow;
import dev.tagstream.pipeline.kafka.GroupLag;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream watch}. */
@Command(
    name = "watch",
    description = {
      "Shows a running stream on a page for a browser: its latest images with their tags, rejects,"
          + " rate and lag, until Ctrl-C.",
      "",
      "Reads the topics, wherever the job runs. Joins no consumer group and writes nothing. The"
          + " page is on loopback unless --listen sets another address."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream watch",
      "  tagstream watch --reference resnet50.onnx --by camera",
      "  tagstream watch --bootstrap-servers kafka-1:9092 --group-id tagstream-north --port 8090"
    })
public final class WatchCommand implements Callable<Integer> {

  private static final int MAX_IMAGES = 1_000;

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private ImagesTopic images;

  @Mixin private OutcomeTopics outcomes;

  @Mixin private FormatOptions format;

  @Option(
      names = "--group-id",
      paramLabel = "ID",
      defaultValue = "tagstream",
      description = "The job's consumer group, whose lag is shown. Default: ${DEFAULT-VALUE}")
  private String group = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8088",
      description = "The page's port; 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address of the page. Everybody who can reach this address sees the images. Default:"
              + " ${DEFAULT-VALUE}, which only this machine can reach.")
  private String listen = "";

  @Option(
      names = "--keep",
      paramLabel = "COUNT",
      defaultValue = "48",
      description =
          "How many images the page keeps, and how many rejects. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description =
          "Also show the drift of the results from this reference: a file of 'tagstream drift set',"
              + " or a model file (.onnx) that has one. Only results from now on count.")
  private @Nullable Path reference;

  @Option(
      names = "--window",
      paramLabel = "COUNT",
      defaultValue = "1000",
      description =
          "How many results of the reference's model are compared at a time. Default:"
              + " ${DEFAULT-VALUE}")
  private long window;

  @Option(
      names = "--by",
      paramLabel = "ATTRIBUTE",
      description =
          "With --reference: also compare the images with each value of this attribute, for the "
              + AttributeTallies.MOST_COMPARED
              + " values with the most images.")
  private @Nullable String attribute;

  @Override
  public Integer call() throws Exception {
    InetSocketAddress address = address();
    LiveBoard board = new LiveBoard(count());
    WatchedDrift drift = drift();
    KafkaConnection connection = kafka.connection();
    Console console = CommandConsole.of(spec);
    try (ReadOutcomes read =
            ReadOutcomes.from(connection, outcomes.tags(), outcomes.rejects(), format.formats());
        TopicImages originals = TopicImages.of(connection);
        GroupLag lag = new GroupLag(connection, images.name(), group);
        Thumbnails thumbnails = new Thumbnails(DefaultImageLimits.ofTheJob());
        LivePage page = LivePage.open(address, board)) {
      console.say("serving at %s; Ctrl-C stops".formatted(page.address()));
      if (!address.getAddress().isLoopbackAddress()) {
        console.say("everybody who can reach that address sees the images");
      }
      new Watch(read, originals, lag, thumbnails, board, drift)
          .watch("%s and %s".formatted(outcomes.tags(), outcomes.rejects()));
    }
    throw new IllegalStateException("only an interruption ends it");
  }

  private InetSocketAddress address() {
    PortOption.require(0, port);
    try {
      return new InetSocketAddress(InetAddress.getByName(listen), port);
    } catch (UnknownHostException e) {
      throw new UserErrorException(
          "--listen must be an address of this machine but was '%s'".formatted(listen));
    }
  }

  private @Nullable WatchedDrift drift() {
    if (window < DriftWindow.FEWEST_IMAGES) {
      throw new UserErrorException(
          "--window must be at least %d but was %d".formatted(DriftWindow.FEWEST_IMAGES, window));
    }
    if (reference == null) {
      if (attribute != null) {
        throw new UserErrorException("--by needs --reference, which its values are compared with");
      }
      return null;
    }
    return new WatchedDrift(ReferenceFile.read(reference), window, attribute);
  }

  private int count() {
    if (count < 1 || count > MAX_IMAGES) {
      throw new UserErrorException(
          "--keep must be from 1 to %d but was %d".formatted(MAX_IMAGES, count));
    }
    return count;
  }
}
