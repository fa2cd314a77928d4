import Hummingbird
import Mustache
import Yams
import Crypto
import CryptoExtras
