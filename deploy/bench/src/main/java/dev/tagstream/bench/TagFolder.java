package dev.tagstream.bench;

import dev.tagstream.bench.bare.BareProgram;
import dev.tagstream.bench.bare.DecodingProgram;
import dev.tagstream.bench.bare.RowsFile;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Measurement;
import dev.tagstream.bench.frame.Ratio;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.RoundsReport.Figure;
import dev.tagstream.bench.frame.SideResult;
import dev.tagstream.bench.frame.Spread;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.SampleImages;
import dev.tagstream.bench.process.ChildProcess;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.pipeline.image.ImageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures {@code tagstream tag} on a folder, from start to end of its process, compared with two
 * programs of bare ONNX Runtime: one is given prepared tensors of the same images, one decodes
 * them.
 *
 * @param model of all sides
 * @param samples the images
 * @param limits on the size of images
 * @param plan the rounds
 * @param java the program and its options, up to the main class
 * @param tag the main class and its arguments; the folder and the file of answers are appended
 */
public record TagFolder(
    Path model,
    SampleImages samples,
    ImageLimits limits,
    Rounds.Plan plan,
    List<String> java,
    List<String> tag)
    implements Benchmark {

  private static final Target TARGET = Target.atLeast(0.95);
  private static final Target FIRST_TAGS = Target.atMost(3);

  /** In the summary of {@code tagstream tag}. */
  private static final Pattern FIRST_SECONDS = Pattern.compile("the first (\\d+\\.\\d) s after");

  /** A side and the measurements of its rounds. */
  private record MeasuredProcess(ChildProcess process, List<Measurement> measurements) {

    MeasuredProcess(ChildProcess process) {
      this(process, new ArrayList<>());
    }

    SideResult result() {
      return new SideResult(process.name(), measurements);
    }
  }

  @Override
  public Report run(Console console) throws IOException, InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-tag")) {
      console.say("writing images and tensors to " + folder.path());
      Path images = Files.createDirectory(folder.path().resolve("images"));
      writeImages(images);
      Path rows = folder.path().resolve("rows");
      RowsFile.write(rows, model, samples, limits);
      return measure(folder.path(), images, rows, console);
    }
  }

  private void writeImages(Path folder) throws IOException {
    int number = 0;
    for (SampleImage image : samples.all()) {
      Files.write(folder.resolve("%06d".formatted(number++)), image.encoded());
    }
  }

  private Report measure(Path folder, Path images, Path rows, Console console)
      throws IOException, InterruptedException {
    Conditions before =
        Conditions.before(
            "tag",
            "a folder by 'tagstream tag' against bare ONNX Runtime, whole processes",
            Map.of("model", model.toString(), "images", samples.description()));
    Path answers = folder.resolve("answers.jsonl");
    ChildProcess tagging =
        process("tagstream tag", tag, List.of(images.toString(), "--to", answers.toString()));
    ChildProcess bare =
        process(
            "bare ONNX Runtime",
            List.of(BareProgram.class.getName()),
            List.of(model.toString(), rows.toString(), String.valueOf(samples.all().size())));
    ChildProcess decoding =
        process(
            "bare ONNX Runtime that decodes",
            List.of(DecodingProgram.class.getName()),
            List.of(
                model.toString(),
                images.toString(),
                String.valueOf(limits.maxEncodedBytes()),
                String.valueOf(limits.maxPixels()),
                String.valueOf(limits.maxSide())));
    List<MeasuredProcess> sides =
        Stream.of(tagging, bare, decoding).map(MeasuredProcess::new).toList();
    List<Double> firstSeconds = new ArrayList<>();
    try (Progress progress = console.progress("rounds", plan.warmUp() + plan.rounds())) {
      for (int round = 0; round < plan.warmUp() + plan.rounds(); round++) {
        List<MeasuredProcess> order = new ArrayList<>(sides);
        Collections.rotate(order, round);
        for (MeasuredProcess side : order) {
          Files.deleteIfExists(answers);
          ChildProcess process = side.process;
          Path log = folder.resolve("%d-%s".formatted(round, process.name()));
          Measurement measured = process.run(samples.all().size(), log.toFile());
          if (round >= plan.warmUp()) {
            side.measurements.add(measured);
          }
          if (process.equals(tagging)) {
            requireEveryAnswer(answers);
            if (round >= plan.warmUp()) {
              firstSeconds.add(firstSeconds(log));
            }
          }
        }
        progress.done(round + 1);
      }
    }
    List<SideResult> results = sides.stream().map(MeasuredProcess::result).toList();
    SideResult tagged = results.get(0);
    SideResult baseline = results.get(1);
    SideResult decoded = results.get(2);
    return RoundsReport.of(
        before.after(),
        plan,
        new Rounds.Outcome(results, List.of()),
        List.of(
            Ratio.throughput(tagged, baseline, TARGET),
            Ratio.cpuTime(tagged, baseline, null),
            Ratio.throughput(decoded, baseline, null),
            Ratio.throughput(tagged, decoded, TARGET),
            Ratio.cpuTime(tagged, decoded, null)),
        List.of(),
        List.of(new Figure("first tags after", "s", Spread.of(firstSeconds), FIRST_TAGS)));
  }

  private ChildProcess process(String name, List<String> program, List<String> arguments) {
    return new ChildProcess(
        name, Stream.of(java, program, arguments).flatMap(List::stream).toList());
  }

  /** The time from the start of the process to its first tags, as it printed it. */
  private static double firstSeconds(Path log) throws IOException {
    Matcher printed = FIRST_SECONDS.matcher(Files.readString(log));
    if (!printed.find()) {
      throw new IllegalStateException("'tagstream tag' did not print when the first tags came");
    }
    return Double.parseDouble(printed.group(1));
  }

  private void requireEveryAnswer(Path answers) throws IOException {
    try (Stream<String> lines = Files.lines(answers)) {
      long tagged = lines.filter(line -> line.contains("\"tags\"")).count();
      if (tagged != samples.all().size()) {
        throw new IllegalStateException(
            "%d images got tags, not %d".formatted(tagged, samples.all().size()));
      }
    }
  }
}
