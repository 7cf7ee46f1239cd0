package dev.tagstream.cli.tag;

import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.tag.input.InputPaths;
import dev.tagstream.cli.tag.output.AnswerTarget;
import dev.tagstream.cli.tag.output.Answers;
import dev.tagstream.cli.tag.output.ModelFacts;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.model.ModelContract;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code tagstream tag}.
 *
 * @param model the model file
 * @param settings of the tagger
 * @param target of the answers
 * @param reader the kind of reader of standard output
 * @param out standard output
 */
record TagImages(
    Path model,
    Tagger.Settings settings,
    AnswerTarget target,
    AnswerTarget.Reader reader,
    PrintWriter out) {

  /** On a GPU, images that several threads submit at the same time run as one batch. */
  private static final int GPU_THREADS_FOR_A_PROCESSOR = 4;

  /**
   * Tags all images without an answer. Returns whether the run was good, see {@link Tally#isGood}.
   *
   * @param file the page to fill and finish; null for none
   */
  boolean over(InputPaths inputs, @Nullable PageFile file, Console console)
      throws IOException, InterruptedException {
    try (Tagger tagger = Tagger.open(model, settings);
        Answers answers = target.open(facts(tagger), out, reader);
        AnswerPage page = page(file, tagger)) {
      Tally tally = new Tally();
      try (TagRun run = new TagRun(new ImageTagger(tagger, page), threads(tagger), answers)) {
        over(inputs, run, answers, tally, console);
        answers.finish();
      } catch (InterruptedException e) {
        tally.tell(console, answers.before());
        page.finish(notes(answers, "The run was stopped before all images were tagged."), console);
        if (target.isFile()) {
          console.say("run it again with --resume for the others");
        }
        throw e;
      }
      page.finish(notes(answers), console);
      if (target.isFile() || tally.answered() != 1 || !tally.isGood()) {
        tally.tell(console, answers.before());
      }
      return tally.isGood();
    }
  }

  @SuppressWarnings("try") // counting continues in the background until it is closed
  private void over(InputPaths inputs, TagRun run, Answers answers, Tally tally, Console console)
      throws IOException, InterruptedException {
    if (!target.isFile()) {
      run.over(inputs, tally, new ExpectedImages(Progress.NONE), Progress.NONE);
      return;
    }
    if (settings.device().meansTheCpu()) {
      console.say("running on the CPU");
    }
    try (Progress progress = console.progress("tagged", Progress.UNKNOWN)) {
      ExpectedImages expected = new ExpectedImages(progress);
      try (Counting counting = Counting.begin(inputs, answers, expected)) {
        run.over(inputs, tally, expected, progress);
      }
    }
  }

  private static AnswerPage page(@Nullable PageFile file, Tagger tagger) {
    return file == null
        ? AnswerPage.NONE
        : new ThumbnailPage(file, tagger.contract(), DefaultImageLimits.ofTheJob());
  }

  private static List<String> notes(Answers answers, String... notes) {
    List<String> all = new ArrayList<>(List.of(notes));
    if (answers.before() > 0) {
      all.add(
          String.format(
              Locale.ROOT,
              "%,d answers of earlier runs are not on this page; --all tags everything anew.",
              answers.before()));
    }
    return all;
  }

  private ModelFacts facts(Tagger tagger) {
    ModelContract contract = tagger.contract();
    Integer topK = settings.topK();
    int mostTags = topK == null ? contract.output().topK() : topK;
    return new ModelFacts(
        contract.name(), contract.sha256(), Math.min(mostTags, contract.output().classes()));
  }

  private static int threads(Tagger tagger) {
    int processors = Runtime.getRuntime().availableProcessors();
    return tagger.provider().equals("cpu") ? processors : processors * GPU_THREADS_FOR_A_PROCESSOR;
  }
}
