package dev.labhand.ssh.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JdkCryptoTest {

    /** RFC 8032 §7.1, test 2. */
    private static final String SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";

    private static final String PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    private static final String SIGNATURE = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    private static final byte[] MESSAGE = {0x72};

    @BeforeAll
    static void use() {
        JdkCrypto.use();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void theProviderOfBouncyCastleIsNotStarted() {
        assertThat(SecurityUtils.isBouncyCastleRegistered()).isFalse();
        assertThat(Arrays.stream(Security.getProviders()).map(Object::toString))
                .noneMatch(name -> name.startsWith("BC"));
    }

    @Test
    void everyKeyExchangeAndSignatureIsThereAllTheSame() {
        assertThat(NamedResource.getNames(BuiltinDHFactories.VALUES.stream()
                        .filter(factory -> !factory.isSupported())
                        .toList()))
                .isEmpty();
        assertThat(BuiltinSignatures.VALUES.stream().filter(factory -> !factory.isSupported()))
                .isEmpty();
    }

    @Test
    void signsAsTheStandardSays() throws Exception {
        PrivateKey key = SecurityUtils.generateEDDSAPrivateKey(KeyPairProvider.SSH_ED25519, hex(SEED));
        PublicKey known = SecurityUtils.generateEDDSAPublicKey(KeyPairProvider.SSH_ED25519, hex(PUBLIC));
        assertThat(SecurityUtils.recoverEDDSAPublicKey(key)).isEqualTo(known);
        assertThat(SecurityUtils.putRawEDDSAPublicKey(new ByteArrayBuffer(), known)
                        .getBytes())
                .isEqualTo(hex(PUBLIC));

        Signature signer = SecurityUtils.getEDDSASigner();
        signer.initSigner(null, key);
        signer.update(null, MESSAGE);
        assertThat(signer.sign(null)).isEqualTo(hex(SIGNATURE));
    }

    @Test
    void findsOutWhatIsForged() throws Exception {
        PublicKey known = SecurityUtils.generateEDDSAPublicKey(KeyPairProvider.SSH_ED25519, hex(PUBLIC));
        byte[] forged = hex(SIGNATURE);
        assertThat(verifies(known, forged)).isTrue();
        forged[3] ^= 1;
        assertThat(verifies(known, forged)).isFalse();
    }

    private static boolean verifies(PublicKey key, byte[] signature) throws Exception {
        Signature verifier = SecurityUtils.getEDDSASigner();
        verifier.initVerifier(null, key);
        verifier.update(null, MESSAGE);
        return verifier.verify(null, signature);
    }

    @Test
    void keysAreEqualIfTheirBytesAre() throws Exception {
        KeyPair one = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        KeyPair other = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        KeyPair copy = KeyUtils.cloneKeyPair(KeyPairProvider.SSH_ED25519, one);
        assertThat(KeyUtils.compareKeyPairs(one, copy)).isTrue();
        assertThat(KeyUtils.compareKeyPairs(one, other)).isFalse();
        assertThat(KeyUtils.getKeyType(one)).isEqualTo(KeyPairProvider.SSH_ED25519);
        assertThat(KeyUtils.getKeySize(one.getPublic())).isEqualTo(256);
    }

    @Test
    void whatIsNoKeyOfThisKindIsRefused() {
        for (int length : List.of(0, 31, 33, 57)) {
            assertThatExceptionOfType(GeneralSecurityException.class)
                    .as("%d bytes", length)
                    .isThrownBy(
                            () -> SecurityUtils.generateEDDSAPublicKey(KeyPairProvider.SSH_ED25519, new byte[length]));
        }
    }
}
