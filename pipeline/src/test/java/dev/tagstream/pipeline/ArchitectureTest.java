package dev.tagstream.pipeline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tagstream.pipeline.drift.DriftWindow;
import dev.tagstream.pipeline.fetch.AllowList;
import dev.tagstream.pipeline.fetch.FetchLimits;
import dev.tagstream.pipeline.fetch.Fetching;
import dev.tagstream.pipeline.fetch.ModelFetching;
import dev.tagstream.pipeline.image.FileExtension;
import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.image.jpeg.JpegSampling;
import dev.tagstream.pipeline.image.resample.ResamplingTable;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.pipeline.model.session.TensorRtSettings;
import dev.tagstream.pipeline.objects.s3.S3Settings;
import dev.tagstream.pipeline.operator.FetchSettings;
import dev.tagstream.pipeline.operator.TaggedBatch;
import dev.tagstream.pipeline.storm.StormLimits;
import dev.tagstream.pipeline.swap.SwapMode;
import java.util.stream.Stream;
import org.apache.flink.metrics.MetricGroup;

/** Which package may know what, as in ARCHITECTURE.md. */
@AnalyzeClasses(
    packages = "dev.tagstream.pipeline",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String ROOT = "dev.tagstream.pipeline";
  private static final String CONFIG = ROOT + ".config..";
  private static final String BYTES = ROOT + ".bytes..";
  private static final String RECORD = ROOT + ".record..";
  private static final String IMAGE = ROOT + ".image..";
  private static final String IMAGE_ROOMS = ROOT + ".image.*..";
  private static final String GPU = ROOT + ".gpu..";
  private static final String CRASH = ROOT + ".crash..";
  private static final String BATCH = ROOT + ".batch..";
  private static final String DRIFT = ROOT + ".drift..";
  private static final String DUPLICATE = ROOT + ".duplicate..";
  private static final String TRIAL = ROOT + ".trial..";
  private static final String SWAP = ROOT + ".swap..";
  private static final String STORM = ROOT + ".storm..";
  private static final String SEVERAL = ROOT + ".several..";
  private static final String METRIC = ROOT + ".metric..";
  private static final String MODEL = ROOT + ".model..";
  private static final String SESSION = ROOT + ".model.session..";
  private static final String FETCH = ROOT + ".fetch..";
  private static final String OPERATOR = ROOT + ".operator..";
  private static final String ROLLOUT = ROOT + ".rollout..";
  private static final String KAFKA = ROOT + ".kafka..";
  private static final String GUARD = ROOT + ".kafka.guard..";
  private static final String OUTCOME = ROOT + ".outcome..";
  private static final String OBJECTS = ROOT + ".objects..";
  private static final String STORE = ROOT + ".objects.store..";
  private static final String RESULT = ROOT + ".objects.result..";
  private static final String S3 = ROOT + ".objects.s3..";
  private static final String PARQUET = ROOT + ".objects.parquet..";
  private static final String READ = ROOT + ".objects.read..";
  private static final String LEASE = ROOT + ".kafka.lease..";
  private static final String EVENT = ROOT + ".kafka.event..";
  private static final String REGISTRY = ROOT + ".kafka.registry..";

  /** Of a package; with more, a reader no longer sees what belongs together. */
  private static final long MOST_CLASSES = 35;

  /** What a GPU needs to do what the CPU does with a JPEG. */
  private static final Class<?>[] PARTS_OF_A_JPEG_PLAN = {
    JpegSampling.class, ResamplingTable.class
  };

  /** What steps take just as the options have it. */
  private static final Class<?>[] SETTINGS_OF_STEPS = {
    AllowList.class,
    DeviceRequest.class,
    DriftWindow.class,
    FetchLimits.class,
    FetchSettings.class,
    Fetching.class,
    GpuSettings.class,
    ModelFetching.class,
    S3Settings.class,
    StormLimits.class,
    SwapMode.class,
    TensorRtSettings.class,
    TruncatedImages.class
  };

  private static final String FLINK = "org.apache.flink..";
  private static final String FLINK_TYPES = "org.apache.flink.(api.common|core.memory)..";
  private static final String KAFKA_CLIENTS = "org.apache.kafka..";
  private static final String KAFKA_CONNECTOR = "org.apache.flink.connector.kafka..";
  private static final String AVRO = "org.apache.avro..";
  private static final String SCHEMAS = "dev.tagstream.schemas";
  private static final String CODEC = "dev.tagstream.schemas.codec..";
  private static final String MODEL_FILE = "dev.tagstream.schemas.model..";
  private static final String EXPORT = "dev.tagstream.export..";
  private static final String ONNX_RUNTIME = "ai.onnxruntime..";
  private static final String OPENCV = "org.bytedeco..";
  private static final String JNA = "com.sun.jna..";

  @ArchTest
  static final ArchRule bytesKnowNothingOfTheRest =
      noClasses()
          .that()
          .resideInAPackage(BYTES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              RECORD, IMAGE, GPU, CRASH, BATCH, METRIC, MODEL, OPERATOR, KAFKA, OBJECTS, CONFIG,
              ROOT);

  @ArchTest
  static final ArchRule recordsKnowBytesOnly =
      classes()
          .that()
          .resideInAPackage(RECORD)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(RECORD, BYTES, "java..", "org.jspecify..", FLINK_TYPES);

  @ArchTest
  static final ArchRule onlySourcesOfImagesKnowHowFlinkCarriesThem =
      noClasses()
          .that(resideInAPackage(RECORD).and(not(nameMatching(".*\\.ImageSource.*"))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FLINK);

  @ArchTest
  static final ArchRule imagesKnowNothingOfTheRest =
      noClasses()
          .that()
          .resideInAPackage(IMAGE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              GPU, CRASH, BATCH, METRIC, MODEL, OPERATOR, KAFKA, OBJECTS, CONFIG, ROOT);

  @ArchTest static final ArchRule formatsStandAlone = roomOfImagesKnowsOnly("format");

  @ArchTest static final ArchRule openCvKnowsFormats = roomOfImagesKnowsOnly("opencv", "format");

  @ArchTest
  static final ArchRule resamplersKnowNoFormat =
      roomOfImagesKnowsOnly("resample", "format", "opencv");

  @ArchTest
  static final ArchRule jpegsKnowNoOtherFormat =
      roomOfImagesKnowsOnly("jpeg", "format", "opencv", "resample");

  @ArchTest
  static final ArchRule tiffsKnowJpegsWithin =
      roomOfImagesKnowsOnly("tiff", "format", "opencv", "jpeg");

  @ArchTest
  static final ArchRule gifsKnowNoOtherFormat = roomOfImagesKnowsOnly("gif", "format", "opencv");

  @ArchTest
  static final ArchRule pngsKnowNoOtherFormat = roomOfImagesKnowsOnly("png", "format", "opencv");

  @ArchTest
  static final ArchRule bmpsKnowNoOtherFormat = roomOfImagesKnowsOnly("bmp", "format", "opencv");

  @ArchTest
  static final ArchRule webpsKnowNoOtherFormat = roomOfImagesKnowsOnly("webp", "format", "opencv");

  @ArchTest
  static final ArchRule gpusKnowImagesOnly =
      noClasses()
          .that()
          .resideInAPackage(GPU)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              CRASH,
              BATCH,
              METRIC,
              MODEL,
              OPERATOR,
              KAFKA,
              OBJECTS,
              CONFIG,
              FLINK,
              AVRO,
              ONNX_RUNTIME);

  @ArchTest
  static final ArchRule onlyGpusCallTheDriver =
      noClasses()
          .that(resideOutsideOfPackages(GPU))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(JNA);

  @ArchTest
  static final ArchRule metricsKnowNothingOfTheRest =
      noClasses()
          .that()
          .resideInAPackage(METRIC)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              BYTES, RECORD, IMAGE, GPU, CRASH, BATCH, MODEL, OPERATOR, KAFKA, OBJECTS, CONFIG,
              ROOT);

  /** So that none is missing on their page. */
  @ArchTest
  static final ArchRule onlyMetricsRegisterMetrics =
      noClasses()
          .that(resideOutsideOfPackages(METRIC))
          .should()
          .callMethodWhere(
              target(owner(assignableTo(MetricGroup.class)))
                  .and(target(nameMatching("counter|gauge|histogram|meter|addGroup"))));

  @ArchTest
  static final ArchRule crashesKnowRecordsOnly =
      noClasses()
          .that()
          .resideInAPackage(CRASH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              IMAGE, GPU, BATCH, METRIC, MODEL, OPERATOR, KAFKA, OBJECTS, CONFIG, ROOT);

  @ArchTest
  static final ArchRule rolloutsKnowNoImagesAndNoEnds =
      noClasses()
          .that()
          .resideInAPackage(ROLLOUT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              IMAGE,
              GPU,
              CRASH,
              BATCH,
              FETCH,
              OUTCOME,
              KAFKA,
              OBJECTS,
              CONFIG,
              ROOT,
              AVRO,
              ONNX_RUNTIME);

  /** Rollouts belong to the job alone, and to the topic of their manifests. */
  @ArchTest
  static final ArchRule onlyTheJobAndKafkaKnowRollouts =
      noClasses()
          .that(resideOutsideOfPackages(ROLLOUT, KAFKA, ROOT))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROLLOUT);

  @ArchTest
  static final ArchRule severalModelsKnowModelsAndWhatTheyEmitOnly =
      noClasses()
          .that()
          .resideInAPackage(SEVERAL)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", AVRO, ONNX_RUNTIME)
                  .and(resideOutsideOfPackages(SEVERAL, RECORD, METRIC, ROOT + ".model"))
                  .and(not(belongToAnyOf(TaggedBatch.class))));

  /** Only the job has several. */
  @ArchTest
  static final ArchRule onlyTheJobKnowsSeveralModels =
      noClasses()
          .that(resideOutsideOfPackages(SEVERAL, ROOT))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SEVERAL);

  @ArchTest
  static final ArchRule batchesKnowRecordsOnly =
      noClasses()
          .that()
          .resideInAPackage(BATCH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              IMAGE, GPU, CRASH, METRIC, MODEL, OPERATOR, KAFKA, OBJECTS, CONFIG, ROOT);

  @ArchTest
  static final ArchRule driftKnowsRecordsOnly =
      noClasses()
          .that()
          .resideInAPackage(DRIFT)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK, AVRO)
                  .and(resideOutsideOfPackages(DRIFT, RECORD)));

  @ArchTest
  static final ArchRule duplicatesKnowRecordsOnly =
      noClasses()
          .that()
          .resideInAPackage(DUPLICATE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK, AVRO)
                  .and(resideOutsideOfPackages(DUPLICATE, BYTES, RECORD)));

  @ArchTest
  static final ArchRule trialsKnowRecordsOnly =
      noClasses()
          .that()
          .resideInAPackage(TRIAL)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK, AVRO)
                  .and(resideOutsideOfPackages(TRIAL, RECORD)));

  @ArchTest
  static final ArchRule swapsKnowRecordsOnly =
      noClasses()
          .that()
          .resideInAPackage(SWAP)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK, AVRO)
                  .and(resideOutsideOfPackages(SWAP, RECORD)));

  @ArchTest
  static final ArchRule stormsKnowRecordsOnly =
      noClasses()
          .that()
          .resideInAPackage(STORM)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", AVRO).and(resideOutsideOfPackages(STORM, RECORD)));

  @ArchTest
  static final ArchRule modelsKnowRecordsBatchesAndGpusOnly =
      noClasses()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IMAGE, CRASH, METRIC, OPERATOR, KAFKA, OBJECTS, CONFIG, ROOT);

  @ArchTest
  static final ArchRule fetchingKnowsRecordsAndS3Only =
      noClasses()
          .that()
          .resideInAPackage(FETCH)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK)
                  .and(resideOutsideOfPackages(FETCH, BYTES, RECORD, S3)));

  @ArchTest
  static final ArchRule onlyFetchingKnowsApachesHttpClient =
      noClasses()
          .that(resideOutsideOfPackages(FETCH))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule operatorsKnowNeitherTopicsNorOptions =
      noClasses()
          .that()
          .resideInAPackage(OPERATOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KAFKA, OBJECTS, CONFIG, ROOT);

  @ArchTest
  static final ArchRule optionsKnowTheSettingsOfStepsOnly =
      noClasses()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      RECORD, IMAGE, GPU, CRASH, BATCH, DRIFT, DUPLICATE, TRIAL, STORM, SWAP,
                      METRIC, MODEL, FETCH, OPERATOR, KAFKA, OBJECTS, ROOT)
                  .and(not(belongToAnyOf(SETTINGS_OF_STEPS))));

  @ArchTest
  static final ArchRule topicsKnowNeitherPixelsNorModels =
      noClasses()
          .that()
          .resideInAPackage(KAFKA)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IMAGE, GPU, CRASH, BATCH, MODEL, OBJECTS, ROOT);

  @ArchTest
  static final ArchRule objectsKnowNeitherTopicsNorPixelsNorModels =
      noClasses()
          .that()
          .resideInAPackage(OBJECTS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(GPU, CRASH, BATCH, MODEL, KAFKA, ROOT)
                  .or(resideInAPackage(IMAGE).and(not(belongToAnyOf(FileExtension.class)))));

  @ArchTest
  static final ArchRule storesKnowNothingOfTheRest =
      noClasses()
          .that()
          .resideInAPackage(STORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK).and(resideOutsideOfPackages(STORE)));

  @ArchTest
  static final ArchRule s3KnowsStoresOnly =
      noClasses()
          .that()
          .resideInAPackage(S3)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK).and(resideOutsideOfPackages(S3, STORE)));

  @ArchTest
  static final ArchRule onlyS3KnowsAmazonsClient =
      noClasses()
          .that(resideOutsideOfPackages(S3))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule parquetKnowsNothingOfTheRest =
      noClasses()
          .that()
          .resideInAPackage(PARQUET)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK).and(resideOutsideOfPackages(PARQUET)));

  @ArchTest
  static final ArchRule sourcesOfObjectsKnowNeitherOptionsNorResults =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".objects.source..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CONFIG, METRIC, OPERATOR, RESULT);

  @ArchTest
  static final ArchRule resultsOfObjectsKnowNoStores =
      noClasses()
          .that()
          .resideInAPackage(RESULT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORE, READ, ROOT + ".objects.source..", METRIC, OPERATOR);

  @ArchTest
  static final ArchRule objectsAreReadWithoutFlinkAndOptions =
      noClasses()
          .that()
          .resideInAPackage(READ)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, CONFIG, METRIC, OPERATOR);

  @ArchTest
  static final ArchRule guardsKnowNoRecords =
      noClasses()
          .that()
          .resideInAnyPackage(GUARD, LEASE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + ".kafka", RECORD, OPERATOR, AVRO, SCHEMAS, CODEC));

  @ArchTest
  static final ArchRule leasesKnowNeitherGuardsNorMetrics =
      noClasses()
          .that()
          .resideInAPackage(LEASE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GUARD, METRIC, KAFKA_CONNECTOR);

  @ArchTest
  static final ArchRule registriesKnowOptionsAndAvroOnly =
      noClasses()
          .that()
          .resideInAPackage(REGISTRY)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", KAFKA_CLIENTS, KAFKA_CONNECTOR, SCHEMAS, CODEC)
                  .and(resideOutsideOfPackages(REGISTRY, CONFIG)));

  @ArchTest
  static final ArchRule onlyRegistriesKnowJavasHttpClient =
      noClasses()
          .that(resideOutsideOfPackages(REGISTRY))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule eventsKnowNoTopics =
      noClasses()
          .that()
          .resideInAPackage(EVENT)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", KAFKA_CLIENTS, FLINK)
                  .and(
                      resideOutsideOfPackages(
                          EVENT,
                          REGISTRY,
                          CONFIG,
                          RECORD,
                          BYTES,
                          "org.apache.flink.configuration..")));

  @ArchTest
  static final ArchRule flinkStaysOutOfImagesBatchesAndModels =
      noClasses()
          .that()
          .resideInAnyPackage(IMAGE, CRASH, BATCH, MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FLINK);

  @ArchTest
  static final ArchRule onlySessionsKnowOnnxRuntime =
      noClasses()
          .that(resideOutsideOfPackages(SESSION))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ONNX_RUNTIME);

  @ArchTest
  static final ArchRule roomsOfImagesAreEnteredByImagesOnly =
      noClasses()
          .that(resideOutsideOfPackages(IMAGE))
          .should()
          .dependOnClassesThat(
              resideInAPackage(IMAGE_ROOMS).and(not(belongToAnyOf(PARTS_OF_A_JPEG_PLAN))));

  @ArchTest
  static final ArchRule onlyGpusKnowThePartsOfAJpegPlan =
      noClasses()
          .that(resideOutsideOfPackages(IMAGE, GPU))
          .should()
          .dependOnClassesThat(belongToAnyOf(PARTS_OF_A_JPEG_PLAN));

  @ArchTest
  static final ArchRule onlyOneRoomKnowsOpenCv =
      noClasses()
          .that(resideOutsideOfPackages(room("opencv")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(OPENCV);

  @ArchTest
  static final ArchRule onlyTopicsKnowKafka =
      noClasses()
          .that(resideOutsideOfPackages(KAFKA))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KAFKA_CLIENTS, KAFKA_CONNECTOR, CODEC);

  @ArchTest
  static final ArchRule onlyTopicsAndOutcomesKnowAvro =
      noClasses()
          .that(resideOutsideOfPackages(KAFKA, OUTCOME))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AVRO, SCHEMAS);

  @ArchTest
  static final ArchRule outcomesKnowRecordsOnly =
      noClasses()
          .that()
          .resideInAPackage(OUTCOME)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..", FLINK)
                  .and(resideOutsideOfPackages(OUTCOME, RECORD, BYTES)));

  /** And drift, which reads its references with the same strict JSON. */
  @ArchTest
  static final ArchRule onlyTheWayOfAnImageKnowsTheModelFile =
      noClasses()
          .that(resideOutsideOfPackages(IMAGE, GPU, MODEL, OPERATOR, ROLLOUT, DRIFT, ROOT))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(MODEL_FILE);

  @ArchTest
  static final ArchRule nobodyKnowsHowModelsAreMade =
      noClasses().should().dependOnClassesThat().resideInAPackage(EXPORT);

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static void noPackageIsCrowded(JavaClasses classes) {
    assertThat(
            classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting())))
        .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_CLASSES));
  }

  @ArchTest
  static final ArchRule everyNameSaysWhatAClassIsFor =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager");

  private static ArchRule roomOfImagesKnowsOnly(String name, String... others) {
    String[] known =
        Stream.concat(Stream.of(name), Stream.of(others))
            .map(ArchitectureTest::room)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(room(name))
        .should()
        .dependOnClassesThat(resideInAPackage(IMAGE).and(resideOutsideOfPackages(known)));
  }

  private static String room(String name) {
    return ROOT + ".image." + name + "..";
  }
}
