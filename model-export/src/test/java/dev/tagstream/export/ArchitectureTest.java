package dev.tagstream.export;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions that the module's packages may look in. */
@AnalyzeClasses(
    packages = "dev.tagstream.export",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule WEIGHTS_KNOW_NEITHER_ONNX_NOR_RESNETS =
      noClasses()
          .that()
          .resideInAPackage("..export.weights..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..export.onnx..", "..export.resnet..", "dev.tagstream.export.keras..", "ai.onnx..");

  @ArchTest
  static final ArchRule ONNX_KNOWS_NEITHER_WEIGHTS_NOR_RESNETS =
      noClasses()
          .that()
          .resideInAPackage("..export.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..export.weights..", "..export.resnet..");

  @ArchTest
  static final ArchRule RESNETS_KNOW_NO_FILE_FORMAT =
      noClasses()
          .that()
          .resideInAPackage("..export.resnet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..export.weights..", "ai.onnx..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule KERAS_MODELS_KNOW_NEITHER_FILE_FORMATS_NOR_RESNETS =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.export.keras..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..export.weights..",
              "..export.resnet..",
              "..export.contract..",
              "ai.onnx..",
              "com.google.protobuf..");

  @ArchTest
  static final ArchRule TENSORS_AND_THE_CONTRACT_KNOW_NOTHING_ABOVE_THEM =
      noClasses()
          .that()
          .resideInAnyPackage("..export.tensor..", "..export.contract..", "..export.problem..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..export.weights..", "..export.onnx..", "..export.resnet..", "ai.onnx..");

  @ArchTest
  static final ArchRule A_FOLDER_KNOWS_WHAT_IS_SAID_OF_A_MODEL_AND_NOT_HOW_IT_IS_MADE =
      noClasses()
          .that()
          .resideInAPackage("..export.folder..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..export.weights..",
              "..export.onnx..",
              "..export.resnet..",
              "..export.tensor..",
              "ai.onnx..");

  @ArchTest
  static final ArchRule NOTHING_STREAMS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "org.apache.avro..",
              "dev.tagstream.schemas",
              "dev.tagstream.schemas.codec..",
              "dev.tagstream.pipeline..");

  @ArchTest
  static final ArchRule MODELS_ARE_RUN_ONLY_TO_CALIBRATE_AND_CHECK_THEM =
      noClasses()
          .that()
          .resideOutsideOfPackages("..export.quantize..", "..export.verify..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule QUANTIZE_KNOWS_NEITHER_WEIGHT_FILES_NOR_RESNETS =
      noClasses()
          .that()
          .resideInAPackage("..export.quantize..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..export.weights..", "..export.resnet..");

  @ArchTest
  static final ArchRule ROUNDING_KNOWS_TENSORS_BUT_NO_GRAPH =
      noClasses()
          .that()
          .resideInAPackage("..export.quantize.rounding..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..export.quantize", "..export.onnx..", "ai.onnx..", "ai.onnxruntime..");

  @ArchTest
  static final ArchRule WHERE_FILES_COME_FROM_HAS_NOTHING_TO_DO_WITH_WHAT_IS_IN_THEM =
      noClasses()
          .that()
          .resideInAPackage("..export.source..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..export.weights..", "..export.onnx..", "..export.resnet..", "..export.contract..");

  @ArchTest
  static final ArchRule THE_NETWORK_IS_USED_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..export.source..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule A_CHECK_KNOWS_NOT_HOW_A_MODEL_IS_MADE =
      noClasses()
          .that()
          .resideInAPackage("..export.verify..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..export.weights..", "..export.onnx..", "..export.resnet..");

  @ArchTest
  static final ArchRule PROCESSES_ARE_STARTED_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..export.guard..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class);

  @ArchTest
  static final ArchRule A_GUARD_KNOWS_THE_CHECK_AND_NOT_HOW_A_MODEL_IS_MADE =
      noClasses()
          .that()
          .resideInAPackage("..export.guard..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..export.weights..",
              "..export.onnx..",
              "..export.resnet..",
              "..export.contract..",
              "ai.onnx..");

  @ArchTest
  static final ArchRule PICKLES_ARE_READ_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..weights.torch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.razorvine..");

  @ArchTest
  static final ArchRule HDF5_IS_READ_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..weights.keras..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.jhdf..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.tagstream.export.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NOTHING_POINTS_BACK_TO_THE_FLOWS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tagstream.export")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tagstream.export");

  @ArchTest
  static final ArchRule NO_CLASS_THAT_IS_A_DRAWER =
      noClasses().should().haveNameMatching(".*(Utils|Helper|Manager)");
}
