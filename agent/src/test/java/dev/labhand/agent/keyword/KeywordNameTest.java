package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordNameTest {

    @ParameterizedTest
    @CsvSource({
        "Flash Image, board.flash_image",
        "flash_image, board.flash_image",
        "flashImage, board.flash_image",
        "FLASH, board.flash",
        "readI2C, board.read_i2c",
        "Read I2C bus, board.read_i2c_bus",
        "Größe messen!, board.größe_messen",
        "a.b - c, board.a_b_c",
        "Select ${animal} from list, board.select_animal_from_list",
        "Wait ${time: timedelta}, board.wait_time",
        "'Pick ${count:\\d{1,3}}${unit}', board.pick_count_unit",
        "${all}, board.all",
        "Costs ${, board.costs"
    })
    void onTheRpcFacesNamesAreWordsAfterTheLibrary(String keyword, String expected) {
        assertThat(KeywordName.rpc("Board", keyword)).isEqualTo(expected);
    }

    @Test
    void aNameWithoutWordsHasNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeywordName.rpc("Board", "???"))
                .withMessageContaining("'???' has no letter or digit");
    }

    @ParameterizedTest
    @CsvSource({
        "job.start, Job Start",
        "add, Add",
        "take_a_nap, Take A Nap",
        "readI2C, ReadI2C",
        "Flash the image, Flash the image",
        "Select ${animal}, Select ${animal}"
    })
    void robotShowsWords(String declared, String expected) {
        assertThat(KeywordName.robot(declared)).isEqualTo(expected);
    }

    @Test
    void embeddedArgumentsAreNamed() {
        assertThat(KeywordName.embedded("Select ${animal} from ${list: str}")).isEqualTo(List.of("animal", "list"));
        assertThat(KeywordName.embedded("Pick ${count:\\d{1,3}} of ${all:[}]\\}}"))
                .hasSize(2);
        assertThat(KeywordName.embedded("Flash Image")).isEmpty();
        assertThat(KeywordName.embedded("Flash ${Image")).isEmpty();
    }
}
