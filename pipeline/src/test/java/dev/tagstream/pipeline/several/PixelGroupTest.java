package dev.tagstream.pipeline.several;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.session.ModelFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PixelGroupTest {

  @TempDir private Path folder;

  @Test
  void aJobWithOneModelHasOneGroup() {
    ModelContract main = contract(TestModels.dominantColor());

    assertThat(PixelGroup.of(main, List.of())).containsExactly(new PixelGroup(main, List.of()));
  }

  @Test
  void modelsThatTakeTheSamePixelsShareAGroup() {
    ModelContract main = contract(TestModels.dominantColor());
    AlsoModel same = also("same", TestModels.nanOnPureRed());
    AlsoModel large = also("large", TestModels.dominantColor().size(6, 5));
    AlsoModel alsoLarge = also("also-large", TestModels.nanOnPureRed().size(6, 5));

    assertThat(PixelGroup.of(main, List.of(large, same, alsoLarge)))
        .containsExactly(
            new PixelGroup(main, List.of(same)),
            new PixelGroup(large.contract(), List.of(large, alsoLarge)));
  }

  @Test
  void anotherSizeTypeResizeOrChannelOrderIsAGroupOfItsOwn() {
    ModelContract main = contract(TestModels.dominantColor());
    List<AlsoModel> others =
        List.of(
            also("size", TestModels.dominantColor().size(4, 5)),
            also("type", TestModels.dominantColor().float32Nchw()),
            also("filter", TestModels.dominantColor().contractWith("bilinear", "bicubic")),
            also("order", TestModels.dominantColor().contractWith("\"RGB\"", "\"BGR\"")));

    assertThat(PixelGroup.of(main, others))
        .extracting(group -> group.also().stream().map(AlsoModel::name).toList())
        .containsExactly(
            List.of(), List.of("size"), List.of("type"), List.of("filter"), List.of("order"));
  }

  private AlsoModel also(String name, TestModels model) {
    return new AlsoModel(name, name + ".onnx", contract(model));
  }

  private ModelContract contract(TestModels model) {
    return ModelFile.read(model.writeTo(folder));
  }
}
